/** Looks into what was learned, between the steps of whatever trains. */
import type { Examination, ExamineEvent, ExamineRequest, ExamineWhat } from '../../examinations';
import { failure, type Result, success } from '../../graph/diagnostics';
import type { SessionContext } from '../context';
import { examineBoxes } from './examineBoxes';
import { examineClasses } from './examineClasses';
import { examineHistograms } from './examineHistograms';
import { examineLanguage } from './examineLanguage';
import { examineSequences } from './examineSequences';
import { examineTranslation } from './examineTranslation';
import {
  type ExamineOptions,
  type Examining,
  prepareExamination,
  stopped,
} from './prepareExamination';
import { createTeller } from './teller';

const examiners: Readonly<
  Record<ExamineWhat, (examining: Examining) => Promise<Result<Examination>>>
> = {
  classes: examineClasses,
  histograms: examineHistograms,
  language: examineLanguage,
  translation: examineTranslation,
  sequences: examineSequences,
  boxes: examineBoxes,
};

/** As `RuntimeApi.examine`. Throws what a backend throws. */
export async function examine(
  context: SessionContext,
  request: ExamineRequest,
  onEvent: (event: ExamineEvent) => void,
  { control, isTraining }: Pick<ExamineOptions, 'control' | 'isTraining'>,
): Promise<Result<Examination>> {
  const { tell, end } = createTeller(onEvent, context.now);
  const models = context.models.hold();
  try {
    const prepared = await prepareExamination(context, request, {
      control,
      isTraining,
      models,
      tell,
    });
    if (!prepared.ok) return prepared;
    const { weights, notes } = prepared.value;
    try {
      const found = await examiners[request.what](prepared.value);
      if (control.stopped) return failure(stopped());
      await context.backend.faults.check();
      return found.ok ? success(found.value, notes) : found;
    } finally {
      weights.dispose();
    }
  } finally {
    end();
    models.release();
  }
}

/** Pictures with what is there and what was found, and how well each class is found. */
import type { Box, BoxedPicture, BoxesExamination } from '../../../../runtime/index';
import { formatExact } from '../../../ui/format';
import { percent } from '../../format';
import { Thumb } from './Thumb';

export function BoxesView({ found }: { readonly found: BoxesExamination }) {
  const { names, perClass, meanPrecision, pictures } = found;
  return (
    <div className="lab-found lab-beside lab-found-boxes">
      <section>
        <h3>
          What was found <small>with more than 50 % certainty</small>
        </h3>
        <p className="lab-keys">
          <span className="lab-box-key real">there</span>
          <span className="lab-box-key right">found, right</span>
          <span className="lab-box-key wrong">found, wrong</span>
        </p>
        <ul className="lab-boxed" aria-label="Pictures with boxes">
          {pictures.map((picture) => (
            <li key={picture.index}>
              <Boxed picture={picture} names={names} />
            </li>
          ))}
        </ul>
      </section>
      <section>
        <h3>
          Average precision{' '}
          <small className="numeric">
            mean {meanPrecision === null ? '–' : meanPrecision.toFixed(2)}
          </small>
        </h3>
        <p className="muted">
          At an overlap of one half (Everingham et al. 2010): 1 is every thing found, and nothing
          else.
        </p>
        <table className="lab-table numeric lab-scores">
          <thead>
            <tr>
              <th scope="col">class</th>
              <th scope="col">things</th>
              <th scope="col">average precision</th>
            </tr>
          </thead>
          <tbody>
            {perClass.map(({ precision, objects }, id) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a class is its place
              <tr key={id}>
                <th scope="row">{names[id]}</th>
                <td>{formatExact(objects)}</td>
                <td>{precision === null ? '–' : precision.toFixed(2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </section>
    </div>
  );
}

interface BoxedProps {
  readonly picture: BoxedPicture;
  readonly names: readonly string[];
}

function Boxed({ picture: { index, seen, real, predicted }, names }: BoxedProps) {
  const there = real.map(({ label }) => names[label]).join(', ') || 'nothing';
  const said =
    predicted
      .map(
        ({ label, score, right }) => `${names[label]} ${percent(score)}${right ? '' : ', wrong'}`,
      )
      .join('; ') || 'nothing';
  const label = `Test picture ${index + 1}. There: ${there}. Found: ${said}.`;
  return (
    <figure className="lab-boxed-picture" role="img" aria-label={label} title={label}>
      <Thumb seen={seen} />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden>
        {real.map((box, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
          <rect key={place} className="lab-box real" {...cornerOf(box)} />
        ))}
        {predicted.map((box, place) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a box is its place
            key={place}
            className={`lab-box ${box.right ? 'right' : 'wrong'}`}
            {...cornerOf(box)}
          />
        ))}
      </svg>
    </figure>
  );
}

function cornerOf({ x, y, width, height }: Box) {
  return { x: x - width / 2, y: y - height / 2, width, height };
}

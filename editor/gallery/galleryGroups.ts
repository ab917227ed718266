/** How the gallery groups presets: what trains within a class comes first. */
import type { Preset } from '../../presets/index';

export interface GalleryGroup {
  readonly title: string;
  readonly note: string;
  readonly items: readonly Preset[];
}

/** Every preset in exactly one group; empty groups are left out. */
export function galleryGroups(presets: readonly Preset[]): readonly GalleryGroup[] {
  const full = (group: Preset['group']) =>
    presets.filter(
      (preset) => !preset.small && !preset.compares && !preset.pretrained && preset.group === group,
    );
  const groups: GalleryGroup[] = [
    {
      title: 'Small enough to train now',
      note: 'The same architectures with small numbers: minutes, on any laptop',
      items: presets.filter((preset) => preset.small && !preset.compares),
    },
    {
      title: 'Side by side',
      note: 'A graph and its variants, to be trained alike and compared',
      items: presets.filter((preset) => preset.compares),
    },
    {
      title: 'Trained, as it was published',
      note: 'The weights are a data pack, fetched when you first press Run',
      items: presets.filter((preset) => preset.pretrained),
    },
    { title: 'Language', note: 'Exact to the parameter', items: full('language') },
    { title: 'Vision', note: 'Exact to the parameter', items: full('vision') },
    { title: 'Language and vision', note: 'Exact to the parameter', items: full('both') },
  ];
  return groups.filter(({ items }) => items.length > 0);
}

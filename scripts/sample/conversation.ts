/** One thing said. `pause` is the silence before it, in seconds; `chapter` names the part that begins with it. */
export type Turn = Readonly<{ who: 'Marta' | 'Jonas'; says: string; pause?: number; chapter?: string }>;

/** Marta holds the phone; Jonas leans on the wall across the corridor. Nobody in it exists. */
export const conversation: readonly Turn[] = [
  {
    who: 'Marta',
    says: "Is it on? It's on. Okay. Jonas, once more. The night shift, and the bearing.",
    chapter: 'A phone, a coffee, a corridor',
  },
  { who: 'Jonas', says: 'Now? I only came for coffee.', pause: 0.5 },
  { who: 'Marta', says: "That's exactly when people tell the truth.", pause: 0.25 },
  {
    who: 'Jonas',
    says: 'Fine. Two in the morning, packing line three. The big fan howls. Every manual says: stop, strip it, new bearing, eight hours.',
    pause: 0.6,
    chapter: 'Two in the morning, line three',
  },
  { who: 'Marta', says: 'And the spare part?' },
  {
    who: 'Jonas',
    says: 'Four days away. So Ruth takes a long screwdriver, puts the tip on the housing, and the handle against her ear.',
  },
  { who: 'Marta', says: 'Like a doctor.', pause: 0.2 },
  {
    who: 'Jonas',
    says: "Like a doctor with cold hands. She listens, and she says: it's not the bearing. It's the bolt beside it. Half loose, and it sings along.",
    chapter: 'The screwdriver and the bolt',
  },
  { who: 'Marta', says: 'And then?', pause: 0.3 },
  { who: 'Jonas', says: 'A quarter turn. Silence. The bearing was innocent.', pause: 0.4 },
  { who: 'Marta', says: 'So what went into the report?', pause: 0.9 },
  { who: 'Jonas', says: 'Fan checked. No fault found.', pause: 0.5 },
  { who: 'Marta', says: "That's all?", pause: 0.25 },
  { who: 'Jonas', says: 'Five words. And next year, somebody throws away a perfectly good bearing.' },
  {
    who: 'Marta',
    says: "See, that's why I stand in corridors. A report tells you what was done. A corridor tells you how anybody knew.",
    pause: 0.6,
    chapter: 'Why corridors know more than reports',
  },
  { who: 'Jonas', says: 'And where the coffee is.', pause: 0.3 },
  { who: 'Marta', says: 'I will write it down for Ruth. First listen, then spend.', pause: 0.4 },
  { who: 'Jonas', says: 'She would say it shorter.', pause: 0.3 },
  { who: 'Marta', says: 'How?', pause: 0.2 },
  { who: 'Jonas', says: 'Screwdriver.', pause: 0.7 },
];

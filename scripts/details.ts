import { printDetailsTable } from './details-table.ts';

/** The page about details; `test/details.test.ts` compares it with the file. */
export const printDetailsPage = (): string => `# Details

A title, a description and a cover are enough for a feed. What else a feed can say of a show or an episode (who is in it, where
it was made, seasons, licence, funding and more) stands in a JSON file, its details. Nothing in it is needed.

\`\`\`sh
corridor show create --title "Night Shift" … --details show.json
corridor show edit night-shift --details show.json
corridor publish talk.m4a --title "First night" --details episode.json
corridor episode edit first-night --details episode.json

corridor details show night-shift                 # prints what a show says now
corridor details episode first-night              # the same of an episode
corridor details schema show                      # for editors; or: schema episode
\`\`\`

A file stands for all of the details: what it leaves out is no longer said, and \`{}\` takes everything away but
\`podloveChapters\`, which is on in every file that does not say otherwise. To change one thing, print the details, change it, and
give the file again. The faults of a file are told together, up to twenty, each with its place (\`people[2].href\` is a field of
the third entry), and a file with a fault changes nothing. A show or episode without details has the feed that it always had, byte for byte.

An editor that knows JSON Schema completes and checks the file while it is written, when its first line is
\`"$schema": "./show.schema.json"\` and that file from \`templates/details/\` lies beside it.

\`\`\`json
{
  "type": "serial",
  "people": [{ "name": "Anna Ahrens", "href": "https://example.org/anna" }, { "name": "Carl", "role": "producer" }],
  "seasons": [{ "number": 1, "name": "The beginning" }],
  "updateFrequency": { "text": "Every Tuesday", "rrule": "FREQ=WEEKLY;BYDAY=TU" }
}
\`\`\`

## Of a show

${printDetailsTable('show')}

A show of the type \`serial\` is told in order, and Apple refuses full episodes of it that have no number: publishing one, or
making a show serial that has one, is refused with its title. \`block\` keeps a show out of directories and is no lock: whoever
has the address of the feed can read it. The tag \`itunes:new-feed-url\` is printed while a show has moved, and where it began at another address ([moving.md](moving.md)).

## Of an episode

${printDetailsTable('episode')}

**People.** In a feed, persons of an episode replace those of the show. So where an episode names guests and no host, the show's
hosts are named before them, and need not be written again. An episode that names a host of its own (somebody with the role
\`host\`, or with none) is taken at its word: the show's hosts are not in it. A host of the show who is named in another role for
once has that role alone. An episode that names nobody leaves it to the show.

**Soundbites** are written with the times of the recording, as chapters are. In the feed they stand where the same sound is in the
published file, behind the intro and after every cut. Of one that was cut into, the kept part stays; one of which less than a
second is left is left out.

**Texts** lose what XML forbids and the blanks around them; addresses are spelt in plain ASCII.

The tables and the two schemas are printed from \`src/show/show-details-fields.ts\` and \`src/show/episode-details-fields.ts\` by
\`npm run docs\`. The limits are those of the podcast namespace, Apple and PSP-1; [feed-check.md](feed-check.md) tells how a whole
feed is held against them.
`;

import { History, SearchX } from 'lucide-react';
import { useDeferredValue } from 'react';
import { Empty } from '../../parts/empty.tsx';
import { ReadOn } from '../../parts/read-on.tsx';
import { ScreenHead } from '../../parts/screen-head.tsx';
import { SearchBox } from '../../parts/search-box.tsx';
import { useNow } from '../../parts/time.tsx';
import { setFilter, useFilters } from '../../store/filters.ts';
import { useArchive } from '../../store/use-archive.ts';
import { byDays, canUndo, findActivities, KINDS, peopleOf, takenBack } from '../../view/activity.ts';
import type { ActivityKind } from '../../view/activity.ts';
import { ActivityRow } from './activity-row.tsx';
import { ActivityFiles } from './activity-files.tsx';

/** Who did what, the newest first. */
export function ActivityScreen() {
  const { shown, reading, failed, older } = useArchive('activity');
  const filter = useFilters((filters) => filters.activity);
  const wanted = useDeferredValue(filter);
  const now = useNow();
  if (shown === null) {
    return (
      <>
        <ScreenHead title="Activity" summary="" />
        <p className="muted" role="status">
          {failed ? 'It cannot be read at the moment.' : 'Reading…'}
        </p>
      </>
    );
  }
  const gone = takenBack(shown.records);
  const found = findActivities(shown.records, wanted);
  const summary = shown.length === 1 ? '1 entry' : `${shown.length} entries`;
  return (
    <>
      <ScreenHead title="Activity" summary={summary}>
        <SearchBox
          label="Search activity"
          value={filter.search}
          onChange={(search) => setFilter('activity', { search })}
        />
        <Choice
          label="Person"
          all="Everybody"
          value={filter.person}
          choices={peopleOf(shown.records)}
          onChange={(person) => setFilter('activity', { person })}
        />
        <Choice
          label="Kind"
          all="Everything"
          value={filter.kind}
          choices={KINDS}
          onChange={(kind) => setFilter('activity', { kind: kind as ActivityKind | '' })}
        />
        <ActivityFiles filter={filter} />
      </ScreenHead>
      {found.length === 0 ? (
        <NothingFound none={shown.length === 0} all={shown.next === null} />
      ) : (
        <div className="days">
          {byDays(found, now).map(({ day, activities }) => (
            <section key={day} aria-label={day}>
              <h2 className="section-title">{day}</h2>
              <ul className="activities">
                {activities.map((activity) => (
                  <ActivityRow
                    key={activity.id}
                    activity={activity}
                    undo={canUndo(activity, gone)}
                    gone={gone.has(activity.id)}
                  />
                ))}
              </ul>
            </section>
          ))}
        </div>
      )}
      <ReadOn more={shown.next !== null} reading={reading} failed={failed} onRead={older} />
    </>
  );
}

function NothingFound({ none, all }: Readonly<{ none: boolean; all: boolean }>) {
  if (none) {
    return (
      <Empty icon={<History aria-hidden size={32} />} title="Nothing was done yet">
        Everything that somebody changes is kept here, with who did it and when.
      </Empty>
    );
  }
  return (
    <Empty icon={<SearchX aria-hidden size={32} />} title="Nothing found">
      {all
        ? 'No entry is about that.'
        : 'None of the entries that are shown is about that. There are older ones.'}
    </Empty>
  );
}

type ChoiceProps = Readonly<{
  label: string;
  /** What it is called that nothing is chosen. */
  all: string;
  value: string;
  choices: readonly string[];
  onChange: (value: string) => void;
}>;

function Choice({ label, all, value, choices, onChange }: ChoiceProps) {
  const offered = value === '' || choices.includes(value) ? choices : [...choices, value];
  return (
    <select
      className="choice"
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value)}
    >
      <option value="">{all}</option>
      {offered.map((each) => (
        <option key={each}>{each}</option>
      ))}
    </select>
  );
}

import { Search } from 'lucide-react';

type SearchBoxProps = Readonly<{ label: string; value: string; onChange: (value: string) => void }>;

export function SearchBox({ label, value, onChange }: SearchBoxProps) {
  return (
    <span className="search">
      <Search aria-hidden size={14} />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
      />
    </span>
  );
}

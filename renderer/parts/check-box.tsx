type CheckBoxProps = Readonly<{ label: string; checked: boolean; onChange: (checked: boolean) => void }>;

export function CheckBox({ label, checked, onChange }: CheckBoxProps) {
  return (
    <label className="check">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.target.checked)} />
      {label}
    </label>
  );
}

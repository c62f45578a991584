/** Offers a text as a file, as if it had been downloaded. Nothing is sent anywhere. */
export function saveFile(name: string, type: string, text: string): void {
  // Programs that guess an encoding guess right with a byte order mark.
  const url = URL.createObjectURL(new Blob(['\ufeff', text], { type: `${type};charset=utf-8` }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

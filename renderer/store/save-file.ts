/** How a browser is given a file to keep. */
export type SaveFile = (name: string, content: Blob) => void;

/** Offers it as if it had been downloaded. Nothing is sent anywhere. */
export const saveFile: SaveFile = (name, content) => {
  const url = URL.createObjectURL(content);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

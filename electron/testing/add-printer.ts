/** Adds a printer as any client of `/api/v1` would. Resolves with the status; rejects where nobody answers. */
export async function addPrinter(url: string, id: string): Promise<number> {
  const response = await fetch(`${url}/api/v1/printers`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id, company: 'Prusa', model: 'MK4S' }),
  });
  return response.status;
}

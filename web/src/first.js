// Runs before anything is painted: a theme chosen on this device, so that the
// page never shows the other one first. Not a module, for modules come later.
try {
  const choice = JSON.parse(localStorage.getItem('stature.theme') ?? 'null');
  if (choice === 'light' || choice === 'dark') document.documentElement.dataset.theme = choice;
} catch { /* storage is switched off: as the system says */ }

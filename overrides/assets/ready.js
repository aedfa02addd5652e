// Says that script runs. (The theme's own `no-js` stays: its sidebars lean on it.)
document.documentElement.classList.add("hg-js");

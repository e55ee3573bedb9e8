/** The crier's handbell, for the browser's tab. */
export const ICON_SVG = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32">
<rect width="32" height="32" rx="7" fill="#8f1d1d"/>
<path d="M16 5v6" stroke="#fbf3e4" stroke-width="3" stroke-linecap="round"/>
<path d="M8 23c2.5-2 2.6-12 8-12s5.5 10 8 12z" fill="#fbf3e4"/>
<circle cx="16" cy="25.5" r="2.3" fill="#fbf3e4"/>
</svg>
`;

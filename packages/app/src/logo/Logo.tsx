/**
 * Two ticks, one behind the other: signed, and countersigned.
 *
 * @param props - `size` in pixels
 */
export function Logo(props: { size: number }) {
  return (
    <svg
      viewBox="0 0 32 32"
      width={props.size}
      height={props.size}
      aria-hidden="true"
      focusable="false"
    >
      <rect width="32" height="32" rx="7" fill="#12343b" />
      <g
        fill="none"
        strokeWidth="3.2"
        strokeLinecap="round"
        strokeLinejoin="round"
      >
        <path d="M5.5 16.5l5 5L21 10" stroke="#7fd8be" />
        <path d="M15.2 21.2l.8.8L27 10.5" stroke="#ffffff" />
      </g>
    </svg>
  );
}

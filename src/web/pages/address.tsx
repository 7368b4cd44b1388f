type AddressProps = Readonly<{ name: string; url: string }>;

/** An address to open or to take along; the button is there only where scripts run. */
export const Address = ({ name, url }: AddressProps) => (
  <div class="address">
    <span class="name">{name}</span>
    <a class="url" href={url}>
      {url}
    </a>
    <button class="button small copy" type="button" data-copy={url} aria-label={`Copy the address: ${name}`}>
      Copy
    </button>
  </div>
);

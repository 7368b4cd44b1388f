import { Notice, type Told } from '../pages/notice.tsx';
import { render } from '../pages/preact.ts';

/** Tells a fault at the head of the form, or takes the last one away. */
export function tellAlert(form: HTMLFormElement, problem: Told | undefined): void {
  const place = form.querySelector<HTMLElement>('[data-alert]');
  if (!place) return;
  place.hidden = problem === undefined;
  render(problem ? <Notice problem={problem} /> : null, place);
  if (problem) place.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
}

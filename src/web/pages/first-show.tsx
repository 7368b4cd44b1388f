import { appleCategories, printCategory } from '../../show/categories.ts';
import { Sleeve } from './mark.tsx';

/** The first thing in an empty house; later, a further show. */
export const ShowForm = ({ first }: { first: boolean }) => (
  <section class="first">
    <div class="welcome">
      <Sleeve name="corridor" />
      <p class="overline">{first ? 'Welcome' : 'A further show'}</p>
      <h1>{first ? 'Let’s open your studio.' : 'What is it about?'}</h1>
      <p class="lead">
        A show is what people subscribe to. Give it a name; everything else can be changed later.
      </p>
      <ol class="steps">
        <li>Name the show</li>
        <li>Drop a recording</li>
        <li>Share the feed address</li>
      </ol>
    </div>
    <form class="sheet fields" method="post" action="/api/shows" enctype="multipart/form-data">
      <label class="field">
        <span>Name of the show</span>
        <input type="text" name="title" required maxlength={200} autocomplete="off" />
      </label>
      <label class="field">
        <span>
          What it is about <em>optional</em>
        </span>
        <textarea name="description" rows={3} maxlength={4000} />
      </label>
      <div class="pair">
        <label class="field">
          <span>Author</span>
          <input type="text" name="author" required maxlength={200} placeholder="Company or person" />
        </label>
        <label class="field">
          <span>Contact address</span>
          <input type="email" name="email" required placeholder="podcast@example.org" />
        </label>
      </div>
      <div class="pair">
        <label class="field">
          <span>Category</span>
          <select name="category" required>
            <Categories />
          </select>
        </label>
        <label class="field">
          <span>Language</span>
          <input type="text" name="language" required value="en" list="languages" maxlength={12} />
          <datalist id="languages">
            <option value="en">English</option>
            <option value="de">Deutsch</option>
            <option value="fr">Français</option>
            <option value="es">Español</option>
            <option value="it">Italiano</option>
          </datalist>
        </label>
      </div>
      <label class="field">
        <span>
          Cover <em>square, 1400 to 3000 pixels; drawn for you without one</em>
        </span>
        <input type="file" name="cover" accept="image/jpeg,image/png" />
      </label>
      <label class="check">
        <input type="checkbox" name="explicit" value="true" /> Explicit language
      </label>
      <p class="row">
        <button type="submit" class="button primary">
          Open the show
        </button>
      </p>
    </form>
  </section>
);

const Categories = () => (
  <>
    {appleCategories.map(printCategory).map((name) => (
      <option key={name} value={name} selected={name === 'Business'}>
        {name}
      </option>
    ))}
  </>
);

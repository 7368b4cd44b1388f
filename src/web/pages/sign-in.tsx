import type { Problem } from '../../errors.ts';
import { Layout } from './layout.tsx';
import { Notice } from './notice.tsx';

type SignInProps = Readonly<{ to: string; problem?: Problem }>;

export const SignInPage = ({ to, problem }: SignInProps) => (
  <Layout title="Sign in" ways={false}>
    <section class="sheet narrow">
      <p class="overline">Welcome</p>
      <h1>Come in.</h1>
      <p class="lead">This studio opens with its token. Whoever runs it can tell you.</p>
      {problem && <Notice problem={problem} />}
      <form class="fields" method="post" action="/sign-in">
        <input type="hidden" name="to" value={to} />
        {/* Lets password keepers file the token under a name. */}
        <input type="text" name="username" value="corridor" autocomplete="username" hidden />
        <label class="field">
          <span>Token</span>
          <input type="password" name="token" required autocomplete="current-password" />
        </label>
        <p class="row">
          <button type="submit" class="button primary">
            Sign in
          </button>
        </p>
      </form>
    </section>
  </Layout>
);

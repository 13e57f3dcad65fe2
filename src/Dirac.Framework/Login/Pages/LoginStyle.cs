using System.Security.Cryptography;
using System.Text;

namespace Dirac.Framework.Login.Pages;

/// <summary>The look of the login pages: the portal's colours, light or dark as the visitor's system is. Stands in the page, which loads nothing.</summary>
internal static class LoginStyle
{
    /// <summary>The style sheet.</summary>
    public const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #ffffff; --panel: #f5f7fa; --line: #dde3ea; --edge: #7d8896; --accent: #1857a8;
          --on-accent: #ffffff; --bad: #b3261e; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --paper: #12161c; --panel: #1a2029; --line: #2c3542; --edge: #7d8896;
          --accent: #7db4ff; --on-accent: #0c1624; --bad: #ff8a80; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header, main { max-width: 36rem; margin: 0 auto; padding: 0 1.25rem; }
        header { padding-top: 1rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line); font-weight: 700; letter-spacing: .08em; }
        main { padding-bottom: 3rem; }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.75rem 0 1rem; }
        p { margin: .75rem 0; overflow-wrap: anywhere; }
        a { color: var(--accent); }
        code { font-size: .9em; }
        .soft { color: var(--soft); }
        .problem { padding: .8rem 1rem; background: var(--panel); border-left: 4px solid var(--bad); border-radius: .25rem; }
        .note { padding: .8rem 1rem; background: var(--panel); border-left: 4px solid var(--accent); border-radius: .25rem; }
        .code { font: 600 1.75rem/1.2 ui-monospace, monospace; letter-spacing: .12em; margin: .25rem 0 1.25rem; }
        dl { display: grid; grid-template-columns: minmax(7rem, max-content) 1fr; gap: .4rem 1.25rem; margin: 1.25rem 0; padding: 1rem; border: 1px solid var(--line);
          border-radius: .5rem; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        form { margin: 1.5rem 0; }
        label { display: block; margin-bottom: .35rem; font-weight: 600; }
        input[type=text] { width: 100%; max-width: 16rem; padding: .6rem .75rem; font: 600 1.25rem/1.2 ui-monospace, monospace; letter-spacing: .12em; color: var(--ink);
          background: var(--paper); border: 1px solid var(--edge); border-radius: .4rem; text-transform: uppercase; }
        .buttons { display: flex; flex-wrap: wrap; gap: .75rem; margin-top: 1rem; }
        button { min-height: 2.75rem; padding: .5rem 1.5rem; font: inherit; font-weight: 600; color: var(--ink); background: var(--paper); border: 1px solid var(--edge);
          border-radius: .4rem; cursor: pointer; }
        button.go { color: var(--on-accent); background: var(--accent); border-color: var(--accent); }
        button:hover { text-decoration: underline; }
        :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
        @media (max-width: 30rem) {
          dl { grid-template-columns: 1fr; gap: 0; }
          dd { margin-bottom: .6rem; }
          dd:last-child { margin-bottom: 0; }
          input[type=text] { max-width: none; }
          .buttons button { flex: 1 1 100%; }
        }
        """;

    /// <summary>How a content policy names it.</summary>
    public static string Source { get; } = $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(Css)))}'";
}

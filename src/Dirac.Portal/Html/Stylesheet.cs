using Microsoft.AspNetCore.Http;

namespace Dirac.Portal.Html;

/// <summary>The look of all pages: one small file, light or dark as the visitor's system is.</summary>
internal static class Stylesheet
{
    private const string Css = """
        :root { color-scheme: light dark; --ink: #1c2430; --soft: #5b6675; --paper: #ffffff; --panel: #f5f7fa; --line: #dde3ea; --accent: #1857a8;
          --good: #1a7f4b; --bad: #b3261e; --busy: #1857a8; --warn: #9a6700; }
        @media (prefers-color-scheme: dark) { :root { --ink: #e6eaf0; --soft: #9aa6b5; --paper: #12161c; --panel: #1a2029; --line: #2c3542;
          --accent: #7db4ff; --good: #57c78a; --bad: #ff8a80; --busy: #7db4ff; --warn: #e3b341; } }
        * { box-sizing: border-box; }
        body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
        header, main, footer { max-width: 72rem; margin: 0 auto; padding: 0 1.25rem; }
        header { display: flex; align-items: baseline; gap: 1.5rem; padding-top: 1rem; padding-bottom: .75rem; border-bottom: 1px solid var(--line); }
        nav { display: flex; gap: 1rem; }
        footer { color: var(--soft); font-size: .875rem; padding-top: 2rem; padding-bottom: 2rem; }
        a { color: var(--accent); text-decoration: none; }
        a:hover, a:focus-visible { text-decoration: underline; }
        .brand { font-weight: 700; letter-spacing: .08em; color: var(--ink); }
        h1 { font-size: 1.6rem; line-height: 1.2; margin: 1.5rem 0 1rem; }
        h2 { font-size: 1.1rem; margin: 2rem 0 .6rem; }
        p { margin: .5rem 0; overflow-wrap: anywhere; }
        .none { color: var(--soft); }
        .counts { display: flex; flex-wrap: wrap; gap: .75rem; padding: 0; margin: 0; list-style: none; }
        .counts a { display: block; min-width: 7rem; padding: .6rem .9rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; color: var(--ink); }
        .counts strong { display: block; font-size: 1.5rem; line-height: 1.2; font-variant-numeric: tabular-nums; }
        .scroll { overflow-x: auto; }
        table { width: 100%; border-collapse: collapse; font-size: .9375rem; }
        th { text-align: left; font-weight: 600; color: var(--soft); font-size: .8125rem; }
        th, td { padding: .45rem .75rem .45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
        td { overflow-wrap: anywhere; }
        .number, .time { font-variant-numeric: tabular-nums; white-space: nowrap; }
        .status { font-weight: 600; white-space: nowrap; }
        .Done, .Completed { color: var(--good); }
        .Failed, .Aborted { color: var(--bad); }
        .Running, .Matched, .Completing { color: var(--busy); }
        .Stalled, .Killed { color: var(--warn); }
        .reason { padding: .8rem 1rem; background: var(--panel); border-left: 4px solid var(--accent); border-radius: .25rem; margin: .75rem 0 1rem; }
        dl { display: grid; grid-template-columns: minmax(8rem, max-content) 1fr; gap: .3rem 1.25rem; margin: 0; }
        dt { color: var(--soft); }
        dd { margin: 0; overflow-wrap: anywhere; }
        pre { overflow-x: auto; padding: .8rem 1rem; background: var(--panel); border: 1px solid var(--line); border-radius: .5rem; font-size: .875rem; }
        code { font-size: .9em; }
        @media (max-width: 40rem) {
          table, tbody, tr, td { display: block; }
          thead { display: none; }
          tr { padding: .6rem 0; border-bottom: 1px solid var(--line); }
          td { display: flex; gap: .75rem; padding: .1rem 0; border: 0; white-space: normal; }
          td::before { content: attr(data-label); flex: 0 0 6.5rem; color: var(--soft); font-size: .8125rem; padding-top: .1rem; }
          td:empty { display: none; }
          dl { grid-template-columns: 1fr; }
          dd { margin-bottom: .4rem; }
        }
        """;

    /// <summary>Writes the file.</summary>
    /// <param name="response">Where to.</param>
    public static Task WriteAsync(HttpResponse response)
    {
        response.ContentType = "text/css; charset=utf-8";
        response.Headers.CacheControl = "max-age=600";
        response.Headers.XContentTypeOptions = "nosniff";
        return response.WriteAsync(Css);
    }
}

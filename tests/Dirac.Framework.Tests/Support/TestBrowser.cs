using System.Net;
using System.Text.RegularExpressions;

namespace Dirac.Framework.Tests.Support;

/// <summary>A browser as far as a login needs one: it keeps cookies, wants pages, says where its forms come from, and follows nothing by itself.</summary>
internal sealed partial class TestBrowser(string url) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    private readonly Dictionary<string, string> _cookies = new(StringComparer.Ordinal);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void SetCookie(string name, string value) => _cookies[name] = value;

    public Task<Page> GetAsync(string address) => SendAsync(new HttpRequestMessage(HttpMethod.Get, Absolute(address)));

    /// <summary>Presses a button of a page's form.</summary>
    public Task<Page> AnswerAsync(Page page, string answer, string? origin = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, Absolute(page.Find(Action())))
        {
            Content = new FormUrlEncodedContent([KeyValuePair.Create("ticket", page.Find(Ticket())), KeyValuePair.Create("answer", answer)]),
        };
        request.Headers.Add("Origin", origin ?? url);
        return SendAsync(request);
    }

    /// <summary>Comes back from the provider, where a page has sent the browser.</summary>
    /// <param name="visit">The provider's address.</param>
    /// <param name="fields">What the provider says.</param>
    /// <param name="at">The server that the browser comes to; this one by default.</param>
    public Task<Page> ComeBackAsync(string visit, string fields, string? at = null)
    {
        var query = System.Web.HttpUtility.ParseQueryString(new Uri(visit).Query);
        var callback = new Uri(query["redirect_uri"]!);
        return GetAsync($"{at ?? url}{callback.AbsolutePath}?{fields}&state={query["state"]}");
    }

    public void Dispose() => _client.Dispose();

    private string Absolute(string address) => address.StartsWith('/') ? url + address : address;

    private async Task<Page> SendAsync(HttpRequestMessage request)
    {
        request.Headers.Add("Accept", "text/html,application/xhtml+xml");
        if (_cookies.Count > 0) request.Headers.Add("Cookie", string.Join("; ", _cookies.Select(cookie => $"{cookie.Key}={cookie.Value}")));
        using var reply = await _client.SendAsync(request, Cancellation);
        foreach (var cookie in reply.Headers.TryGetValues("Set-Cookie", out var set) ? set : [])
        {
            var pair = cookie.Split(';')[0].Split('=', 2);
            _cookies[pair[0]] = pair[1];
        }

        return new Page(
            reply.StatusCode, await reply.Content.ReadAsStringAsync(Cancellation), reply.Headers.Location?.OriginalString, reply.Headers.ToDictionary(header => header.Key, header => string.Join(',', header.Value)));
    }

    [GeneratedRegex("<form method=\"post\" action=\"([^\"]+)\"")]
    private static partial Regex Action();

    [GeneratedRegex("name=\"ticket\" value=\"([^\"]+)\"")]
    private static partial Regex Ticket();

    [GeneratedRegex("<meta http-equiv=\"refresh\" content=\"0;url=([^\"]+)\"")]
    private static partial Regex Refresh();

    /// <summary>What came.</summary>
    internal sealed record Page(HttpStatusCode Status, string Html, string? Location, IReadOnlyDictionary<string, string> Headers)
    {
        /// <summary>Where the page itself sends the browser.</summary>
        public string GoesTo => Find(Refresh());

        public string Find(Regex part)
        {
            Assert.Matches(part, Html);
            return WebUtility.HtmlDecode(part.Match(Html).Groups[1].Value);
        }
    }
}

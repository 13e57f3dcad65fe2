using System.Net.Http.Headers;

namespace Dirac.Benchmarks.Rest;

/// <summary>One client. It takes answers as bytes, so that it costs the machine little.</summary>
internal sealed class RestClient(int number, HttpClient http, string accessToken, string refreshToken, TimeProvider clock) : IDisposable
{
    private readonly AuthenticationHeaderValue _authorization = new("Bearer", accessToken);

    /// <summary>The newest refresh token of this client's login.</summary>
    public string RefreshToken { get; set; } = refreshToken;

    /// <summary>Which of the clients it is, counted from 0.</summary>
    public int Number => number;

    public TimeProvider Clock => clock;

    /// <summary>Sends JSON with the access token.</summary>
    public Task<byte[]> SendJsonAsync(HttpMethod method, string path, byte[] body, CancellationToken cancellationToken)
    {
        var content = new ByteArrayContent(body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
        return SendAsync(new HttpRequestMessage(method, path) { Content = content, Headers = { Authorization = _authorization } }, cancellationToken);
    }

    /// <summary>Sends a form without a token.</summary>
    public Task<byte[]> SendFormAsync(string path, IEnumerable<KeyValuePair<string, string>> fields, CancellationToken cancellationToken) =>
        SendAsync(new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(fields) }, cancellationToken);

    public void Dispose() => http.Dispose();

    private async Task<byte[]> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using (request)
        using (var response = await http.SendAsync(request, cancellationToken))
        {
            var body = await response.Content.ReadAsByteArrayAsync(cancellationToken);
            return response.IsSuccessStatusCode
                ? body
                : throw new InvalidOperationException($"{request.RequestUri}: {(int)response.StatusCode} {System.Text.Encoding.UTF8.GetString(body)}");
        }
    }
}

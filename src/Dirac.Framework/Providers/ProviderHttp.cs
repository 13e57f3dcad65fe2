using System.Collections.Concurrent;
using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Dirac.Model.Errors;

namespace Dirac.Framework.Providers;

/// <summary>Sends requests to identity providers, within bounds: a time, a length, so many at once, and nowhere else than asked. Thread-safe.</summary>
/// <remarks>Each provider has its own bounds, so one that is slow or broken takes nothing from others.</remarks>
internal sealed class ProviderHttp(TimeProvider clock) : IDisposable
{
    /// <summary>The longest answer that is read, bytes.</summary>
    public const int LongestBody = 256 * 1024;

    /// <summary>The longest page of users that is read, bytes.</summary>
    public const int LongestPage = 4 * 1024 * 1024;

    /// <summary>The most requests to one provider at once.</summary>
    public const int MostAtOnce = 32;

    private const int LongestHeadersKiB = 32;
    private readonly ConcurrentDictionary<(string? CaFile, DateTime Changed), HttpClient> _clients = new();
    private readonly ConcurrentDictionary<Uri, SemaphoreSlim> _gates = new();

    /// <summary>Sends <paramref name="request"/> and reads the whole answer, whatever its status.</summary>
    /// <param name="settings">Whose provider.</param>
    /// <param name="request">What is asked.</param>
    /// <param name="longest">The longest body that is read, bytes.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="DiracException">Unavailable: no answer in time, one that is too long or leads elsewhere, or too many requests at once. BadConfiguration: the CA file is not usable.</exception>
    public async Task<ProviderReply> SendAsync(ProviderSettings settings, HttpRequestMessage request, int longest, CancellationToken cancellationToken)
    {
        var client = ClientOf(settings);
        var gate = _gates.GetOrAdd(settings.Issuer, _ => new SemaphoreSlim(MostAtOnce, MostAtOnce));
        if (!await gate.WaitAsync(TimeSpan.Zero, cancellationToken)) throw Unreachable(settings, "has not answered many earlier requests yet", null);
        try
        {
            using var patience = new CancellationTokenSource(settings.Timeout, clock);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, patience.Token);
            return await SendAsync(client, settings, request, longest, either.Token);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Unreachable(settings, $"did not answer within {settings.Timeout.TotalSeconds:0} s", null);
        }
        catch (Exception problem) when (problem is HttpRequestException or IOException)
        {
            throw Unreachable(settings, $"cannot be reached: {problem.InnerException?.Message ?? problem.Message}", problem);
        }
        finally
        {
            gate.Release();
        }
    }

    public void Dispose()
    {
        foreach (var client in _clients.Values) client.Dispose();
        foreach (var gate in _gates.Values) gate.Dispose();
    }

    private static async Task<ProviderReply> SendAsync(HttpClient client, ProviderSettings settings, HttpRequestMessage request, int longest, CancellationToken cancellationToken)
    {
        request.Headers.Accept.ParseAdd("application/json");
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        // Following it could lead a secret, or the server itself, to where nobody meant it to go.
        if ((int)response.StatusCode is >= 300 and < 400) throw Unreachable(settings, "answers with a redirect, which is not followed", null);
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var body = new byte[8 * 1024];
        var length = 0;
        while (await stream.ReadAsync(body.AsMemory(length), cancellationToken) is > 0 and var read)
        {
            length += read;
            if (length > longest) throw Unreachable(settings, $"answers with more than {longest / 1024} KiB", null);
            if (length == body.Length) Array.Resize(ref body, body.Length * 2);
        }

        return new ProviderReply(response.StatusCode, body.AsMemory(0, length));
    }

    private HttpClient ClientOf(ProviderSettings settings)
    {
        var changed = settings.CaFile is { } file ? File.GetLastWriteTimeUtc(file) : default;
        return _clients.GetOrAdd((settings.CaFile, changed), _ => new HttpClient(CreateHandler(settings)) { Timeout = Timeout.InfiniteTimeSpan });
    }

    private static SocketsHttpHandler CreateHandler(ProviderSettings settings)
    {
        var handler = new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            MaxResponseHeadersLength = LongestHeadersKiB,
            MaxResponseDrainSize = 0,
            ConnectTimeout = settings.Timeout,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        };
        if (settings.CaFile is not { } file) return handler;
        try
        {
            var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
            policy.CustomTrustStore.ImportFromPemFile(file);
            handler.SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = policy };
            return handler;
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException or CryptographicException)
        {
            handler.Dispose();
            throw new DiracException(ErrorCode.BadConfiguration, $"The CA file of the identity provider {settings.Name} is not usable: {problem.Message}", $"Put certificates in PEM into {file}.", problem);
        }
    }

    private static DiracException Unreachable(ProviderSettings settings, string what, Exception? cause) =>
        new(ErrorCode.Unavailable, $"The identity provider {settings.Name} {what}.", "Try again in a minute; if it stays so, ask those who run the provider.", cause);
}

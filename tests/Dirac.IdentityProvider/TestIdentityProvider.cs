using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Dirac.IdentityProvider;

/// <summary>A small OpenID Connect provider on 127.0.0.1, with SCIM, that can also be told to misbehave. Thread-safe.</summary>
public sealed class TestIdentityProvider : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Person> _people;
    private readonly ConcurrentDictionary<string, int> _requests = new(StringComparer.Ordinal);
    private WebApplication? _app;

    private TestIdentityProvider(IdentityProviderSettings settings)
    {
        Settings = settings;
        LoggedIn = settings.LoggedIn;
        Grants = new Grants(settings.Clock);
        Keys = new ProviderKeys(settings.Algorithm);
        _people = new(settings.People.Select(person => KeyValuePair.Create(person.UserName, person)), StringComparer.Ordinal);
    }

    /// <summary>Its address, as it stands in a configuration.</summary>
    public Uri Issuer { get; private set; } = new("http://127.0.0.1");

    /// <summary>What it does wrong from now on.</summary>
    public Misbehaviour Misbehaviour { get; set; }

    /// <summary>The user name of whoever is logged in already and sees no form; null shows the form.</summary>
    public string? LoggedIn { get; set; }

    /// <summary>Who can log in, by user name.</summary>
    public IReadOnlyCollection<Person> People => [.. _people.Values.OrderBy(person => person.UserName, StringComparer.Ordinal)];

    internal IdentityProviderSettings Settings { get; }

    internal Grants Grants { get; }

    internal ProviderKeys Keys { get; }

    /// <summary>Starts one; it answers when this returns.</summary>
    /// <param name="settings">What it is.</param>
    /// <param name="cancellationToken">Ends the start.</param>
    public static async Task<TestIdentityProvider> StartAsync(IdentityProviderSettings settings, CancellationToken cancellationToken)
    {
        var provider = new TestIdentityProvider(settings);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseKestrelHttpsConfiguration().ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, settings.Port, listen =>
        {
            if (settings.Certificate is { } certificate) listen.UseHttps(certificate);
        }));
        builder.Logging.ClearProviders();
        provider._app = builder.Build();
        provider.Map(provider._app);
        await provider._app.StartAsync(cancellationToken);
        var address = provider._app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        provider.Issuer = new Uri(address + settings.Path);
        return provider;
    }

    /// <summary>Adds somebody, or changes whoever has the user name.</summary>
    /// <param name="person">The person.</param>
    public void Put(Person person) => _people[person.UserName] = person;

    /// <summary>Takes somebody out.</summary>
    /// <param name="userName">The user name.</param>
    public void Remove(string userName) => _people.TryRemove(userName, out _);

    /// <summary>Signs with a new key from now on.</summary>
    /// <param name="keepOld">Whether older keys stay in the key set.</param>
    public void RotateKeys(bool keepOld = true) => Keys.Rotate(keepOld);

    /// <summary>Signs any claims, as it would an access token that is a JWT.</summary>
    /// <param name="claims">The claims, all of them.</param>
    /// <param name="wrong">How it is not to be signed.</param>
    public string Sign(JsonObject claims, Misbehaviour wrong = Misbehaviour.None) => Keys.Sign(claims, wrong);

    /// <summary>How many requests came to an endpoint.</summary>
    /// <param name="path">Below the issuer, such as <c>/jwks</c>.</param>
    public int RequestsOf(string path) => _requests.GetValueOrDefault(path);

    /// <summary>Waits until the program is told to end.</summary>
    /// <param name="cancellationToken">Ends it, too.</param>
    public Task RunAsync(CancellationToken cancellationToken) => _app!.WaitForShutdownAsync(cancellationToken);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_app is not null) await _app.DisposeAsync();
        Keys.Dispose();
    }

    internal string AddressOf(string path) => Issuer.AbsoluteUri.TrimEnd('/') + path;

    internal Person? Find(string? userName) => userName is not null && _people.TryGetValue(userName, out var person) && person.Active ? person : null;

    private void Map(WebApplication app)
    {
        app.Use(ObserveAsync);
        DiscoveryEndpoints.Map(app, this);
        AuthorizeEndpoints.Map(app, this);
        TokenEndpoint.Map(app, this);
        UserEndpoints.Map(app, this);
    }

    private async Task ObserveAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path.Value ?? "";
        _requests.AddOrUpdate(path.StartsWith(Settings.Path, StringComparison.Ordinal) ? path[Settings.Path.Length..] : path, 1, (_, count) => count + 1);
        if (Misbehaviour.HasFlag(Misbehaviour.Silent)) await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        else if (Misbehaviour.HasFlag(Misbehaviour.Broken)) context.Response.StatusCode = StatusCodes.Status500InternalServerError;
        else await next(context);
    }
}

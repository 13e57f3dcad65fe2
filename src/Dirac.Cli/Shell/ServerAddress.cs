using Dirac.Cli.Profiles;
using Dirac.Client.Http;
using Dirac.Client.Identity;
using Dirac.Model.Errors;
using Dirac.Security.Local;

namespace Dirac.Cli.Shell;

/// <summary>Finds the server a command talks to, how to trust it and who to be there.</summary>
/// <param name="host">The process.</param>
/// <param name="dataDirectory">Data directory of a server on this machine.</param>
/// <param name="options">The command line.</param>
/// <param name="profiles">Logins by name.</param>
internal sealed class ServerAddress(CliHost host, string dataDirectory, GlobalOptions options, ProfileStore profiles)
{
    private const string Default = "https://127.0.0.1:8443";
    private bool _staysHere;

    /// <summary>What the command line says.</summary>
    public ServerWishes Options => new(_staysHere ? null : options.Profile, options.Url, options.Data);

    /// <summary>What the environment says.</summary>
    public ServerWishes Environment => new(_staysHere ? null : Given("DIRAC_PROFILE"), Given("DIRAC_URL"), Given("DIRAC_DATA"));

    /// <summary>The value of DIRAC_TOKEN; null when it is not set.</summary>
    public string? Token => Given("DIRAC_TOKEN");

    /// <summary>Leaves profiles out: the command is about the server of the data directory.</summary>
    public void StayHere() => _staysHere = true;

    /// <summary>Which server it is.</summary>
    /// <exception cref="UsageException">There is no such profile, or the command line contradicts itself.</exception>
    public ServerChoice Choose() => ServerChoice.Decide(Options, Environment, Book());

    /// <summary>Opens a connection; nothing is sent before the first request.</summary>
    /// <param name="group">The DIRAC group to work as; null means the login's own.</param>
    /// <exception cref="DiracException">There is no identity for this server.</exception>
    public ApiConnection Connect(string? group) => Choose() switch
    {
        ServerChoice.OfProfile(var profile) => Connect(profile, group),
        ServerChoice.OfAddress(var url) => ConnectLocally(Parse(url), group),
        _ => ConnectLocally(Parse(ServerReady.TryRead(dataDirectory) is { Urls: [var url, ..] } ? url : Default), group),
    };

    /// <summary>Whether a command can work as <paramref name="group"/> without another login, as far as is known here.</summary>
    public bool HasLoginFor(string group) => Choose() is not ServerChoice.OfProfile(var profile) || Book().ForGroup(profile, group) is not null;

    /// <summary>Reads an address.</summary>
    /// <exception cref="UsageException">It is none.</exception>
    public static Uri Parse(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp)
            ? url
            : throw new UsageException($"'{text}' is not the address of a server.", "Give one such as https://127.0.0.1:8443 with --url or DIRAC_URL.");

    private ProfileBook Book() => _staysHere ? ProfileBook.Empty : profiles.Read();

    private ApiConnection Connect(Profile profile, string? group)
    {
        var connections = new ProfileConnections(host, profiles);
        return Token is { } token ? connections.Open(profile, new FixedToken(token)) : connections.Open(GroupProfile.Find(profile, group, Book()), null);
    }

    private ApiConnection ConnectLocally(Uri url, string? group)
    {
        // The authority in the data directory vouches for servers on this machine only.
        var connection = new ApiConnectionOptions { Url = url, CaFile = url.IsLoopback ? FindAuthority() : null };
        if (connection.CaFile is { } authority) host.TrustOnly(authority);
        if (Token is { } token) return new ApiConnection(connection, new FixedToken(token));
        // The local secret never leaves this machine, whatever address was asked for.
        if (!url.IsLoopback)
        {
            throw new DiracException(
                ErrorCode.NotAuthenticated,
                $"There is no login for {url}.",
                $"Make one with: dirac login --url {ProfileBook.Normalise(url.AbsoluteUri)} - or set DIRAC_TOKEN to an access token for that server.");
        }

        return LocalLogin.Connect(connection, LocalIdentity.Read(dataDirectory), group, host.Clock);
    }

    private string? FindAuthority()
    {
        var path = Path.Combine(dataDirectory, ServerReady.TryRead(dataDirectory)?.Ca ?? "ca.pem");
        return File.Exists(path) ? path : null;
    }

    private string? Given(string name) => host.Variable(name) is { Length: > 0 } value ? value : null;
}

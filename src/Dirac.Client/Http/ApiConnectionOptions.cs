namespace Dirac.Client.Http;

/// <summary>Where a server is and how to trust it.</summary>
public sealed record ApiConnectionOptions
{
    /// <summary>The server's address, for example <c>https://127.0.0.1:8443</c>.</summary>
    public required Uri Url { get; init; }

    /// <summary>PEM file with the authority that signed the server's certificate; null trusts the system's authorities.</summary>
    public string? CaFile { get; init; }

    /// <summary>By what the server is known again, in the place of any authority; null leaves that to <see cref="CaFile"/>.</summary>
    public ServerPin? Pin { get; init; }

    /// <summary>How connections to <see cref="Url"/> are made when it cannot be reached itself; null connects to it.</summary>
    public ServerPassage? Through { get; init; }

    /// <summary>How long one request may take besides the time it asks the server to wait. Default 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);
}

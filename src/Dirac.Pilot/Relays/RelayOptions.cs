using Dirac.Client.Letters;

namespace Dirac.Pilot.Relays;

/// <summary>What a relay is told when it is started. Nothing in it is secret.</summary>
internal sealed record RelayOptions
{
    /// <summary>Name or address by which nodes know this machine; the relay listens there and nowhere else. Null: it does not listen.</summary>
    public string? Host { get; init; }

    /// <summary>Port; 0 takes a free one.</summary>
    public int Port { get; init; }

    /// <summary>Where traffic goes.</summary>
    public required RelayTarget Target { get; init; }

    /// <summary>The file that tells nodes where the relay listens and its key; null when it does not listen.</summary>
    public string? File { get; init; }

    /// <summary>The directory that is shared with nodes without a network; null: none is.</summary>
    public string? Files { get; init; }

    /// <summary>Sizes and times of traffic through that directory.</summary>
    public LetterOptions Letters { get; init; } = new();

    /// <summary>Ends the relay after so long without a connection. Default: a day.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromDays(1);

    /// <summary>Time for the first line of a connection. Default: 5 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Connections at a time.</summary>
    public int MostConnections { get; init; } = 4096;

    /// <summary>Connections at a time that have not shown the key yet.</summary>
    public int MostStrangers { get; init; } = 1024;

    /// <summary>Time between two looks at the file. Default: 30 s.</summary>
    public TimeSpan FileInterval { get; init; } = TimeSpan.FromSeconds(30);
}

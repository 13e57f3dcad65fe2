namespace Dirac.Client.Letters;

/// <summary>Sizes and times of a passage through files. Both sides must have the same.</summary>
public sealed record LetterOptions
{
    /// <summary>The most a letter carries, bytes. Default: 256 KiB.</summary>
    public int Piece { get; init; } = 256 << 10;

    /// <summary>The most that may be on its way or unread in one direction of a connection, bytes. Default: 1 MiB.</summary>
    public int Window { get; init; } = 1 << 20;

    /// <summary>Time between two looks into a mailbox while there is traffic. Default: 10 ms.</summary>
    public TimeSpan LeastPause { get; init; } = TimeSpan.FromMilliseconds(10);

    /// <summary>The same for a pilot that waits. Default: 1 s.</summary>
    public TimeSpan PilotPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The same for a relay on which nobody calls; it has one mailbox for all pilots. Default: 200 ms.</summary>
    public TimeSpan RelayPause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Time between two signs of life of a relay. Default: 5 s.</summary>
    public TimeSpan RelayBeat { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>A pilot that hears nothing looks for the relay's signs of life so often. Default: 10 s.</summary>
    public TimeSpan SignInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>A relay without a sign of life for so long is taken for dead. Default: 40 s.</summary>
    public TimeSpan RelaySilence { get; init; } = TimeSpan.FromSeconds(40);

    /// <summary>A pilot that has written nothing for so long gives a sign of life. Default: 20 s.</summary>
    public TimeSpan PilotBeat { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>A pilot of which nothing came for so long is taken for dead. Default: 90 s.</summary>
    public TimeSpan PilotSilence { get; init; } = TimeSpan.FromSeconds(90);

    /// <summary>What belongs to no connection is deleted when it has been seen for so long. Default: 60 s.</summary>
    public TimeSpan StrayAge { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a pilot waits for a connection. Default: 20 s.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Connections at a time of a relay. Default: 4096.</summary>
    public int MostConnections { get; init; } = 4096;
}

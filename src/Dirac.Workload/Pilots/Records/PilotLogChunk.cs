namespace Dirac.Workload.Pilots.Records;

/// <summary>Lines of a pilot's log that came together, as stored in <c>x_PilotLog</c>.</summary>
internal sealed class PilotLogChunk
{
    public long PilotID { get; init; }

    /// <summary>Number of the first line, counted from 1.</summary>
    public long FirstLine { get; init; }

    public int LineCount { get; init; }

    /// <summary>Bytes of the log before this chunk.</summary>
    public long StartByte { get; init; }

    /// <summary>The lines, separated by newlines.</summary>
    public string Text { get; init; } = "";
}

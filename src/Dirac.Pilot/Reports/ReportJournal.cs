using System.Text.Json;
using Dirac.Model.Api;

namespace Dirac.Pilot.Reports;

/// <summary>Keeps reports in a file until the server has them, so that they survive the pilot.</summary>
/// <remarks>
/// One JSON line each. Not forced to disk: a dead node takes its payloads along, and their jobs run again. Not thread-safe.
/// </remarks>
internal sealed class ReportJournal : IDisposable
{
    private readonly FileStream _file;

    /// <summary>Opens or creates the file.</summary>
    /// <param name="path">Where.</param>
    internal ReportJournal(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        Left = ReadAll(_file);
    }

    /// <summary>What an earlier pilot left undelivered, in order.</summary>
    internal IReadOnlyList<AttemptReport> Left { get; }

    /// <summary>Appends a report.</summary>
    /// <returns>Why it could not be; null when it was.</returns>
    internal string? Append(AttemptReport report)
    {
        var json = JsonSerializer.SerializeToUtf8Bytes(report, PilotJsonContext.Default.AttemptReport);
        Array.Resize(ref json, json.Length + 1);
        json[^1] = (byte)'\n';
        var end = _file.Position;
        try
        {
            _file.Write(json);
            return null;
        }
        catch (IOException error)
        {
            // Half a line would spoil the next one.
            _file.SetLength(end);
            _file.Position = end;
            return error.Message;
        }
    }

    /// <summary>Forgets everything: all has been delivered.</summary>
    internal void Clear() => _file.SetLength(0);

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();

    private static List<AttemptReport> ReadAll(FileStream file)
    {
        var reports = new List<AttemptReport>();
        using var reader = new StreamReader(file, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            if (Parse(line) is { } report) reports.Add(report);
        }

        return reports;
    }

    // The last line may be cut short by a sudden end.
    private static AttemptReport? Parse(string line)
    {
        try
        {
            return JsonSerializer.Deserialize(line, PilotJsonContext.Default.AttemptReport);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

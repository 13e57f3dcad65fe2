using System.Text;

namespace Dirac.Pilot.Workflows;

/// <summary>What a program prints, kept in files without names until it is written to a log.</summary>
/// <remarks>Not thread-safe.</remarks>
internal sealed class ProgramOutput : IDisposable
{
    /// <summary>Most bytes of each stream that are put into the log.</summary>
    internal const long MaxBytes = 50 << 20;

    /// <summary>Makes the files.</summary>
    /// <param name="directory">Where.</param>
    internal ProgramOutput(string directory)
    {
        StandardOutput = Create(directory);
        StandardError = Create(directory);
    }

    /// <summary>Takes standard output.</summary>
    internal FileStream StandardOutput { get; }

    /// <summary>Takes standard error.</summary>
    internal FileStream StandardError { get; }

    /// <summary>Writes the log, with DIRAC's headings.</summary>
    /// <param name="path">Where to; what is there is replaced.</param>
    /// <param name="program">The program's name for the headings.</param>
    internal void WriteLog(string path, string program)
    {
        File.Delete(path);
        using var log = new FileStream(path, FileMode.Create, FileAccess.Write);
        Append(log, $"<<<<<<<<<< {program} Standard Output >>>>>>>>>>\n\n", StandardOutput);
        if (StandardError.Length > 0) Append(log, $"<<<<<<<<<< {program} Standard Error >>>>>>>>>>\n\n", StandardError);
    }

    /// <summary>Copies both streams, one after the other.</summary>
    internal void CopyTo(TextWriter target)
    {
        foreach (var stream in (FileStream[])[StandardOutput, StandardError])
        {
            stream.Position = 0;
            using var reader = new StreamReader(stream, Encoding.UTF8, leaveOpen: true);
            while (reader.ReadLine() is { } line) target.WriteLine(line);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        StandardOutput.Dispose();
        StandardError.Dispose();
    }

    private static void Append(FileStream log, string heading, FileStream content)
    {
        log.Write(Encoding.UTF8.GetBytes(heading));
        content.Position = 0;
        var left = MaxBytes;
        var buffer = new byte[64 << 10];
        while (left > 0 && content.Read(buffer, 0, (int)Math.Min(left, buffer.Length)) is var read and > 0)
        {
            log.Write(buffer, 0, read);
            left -= read;
        }

        if (left == 0) log.Write(Encoding.UTF8.GetBytes($"\n... only the first {MaxBytes} bytes of {content.Length} are kept.\n"));
        log.WriteByte((byte)' ');
    }

    // Deleted at once: the payload's patterns for output files do not find it, and nothing is left behind.
    private static FileStream Create(string directory)
    {
        var path = Path.Combine(directory, $".{Guid.NewGuid():N}");
        var file = new FileStream(path, FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete, bufferSize: 0);
        File.Delete(path);
        return file;
    }
}

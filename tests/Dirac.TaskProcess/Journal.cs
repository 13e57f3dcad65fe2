using System.Globalization;

namespace Dirac.TaskProcess;

/// <summary>Lines that several processes leave, each in a file of its own. Safe for concurrent use.</summary>
/// <param name="folder">Where the files are; it exists.</param>
public sealed class Journal(string folder)
{
    private readonly string _own = Path.Combine(folder, Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    private readonly Lock _writing = new();

    /// <summary>Appends one line to this process's file. The kernel has it then: it outlives the process, not the machine.</summary>
    /// <param name="line">The line, without its end.</param>
    public void Append(string line)
    {
        lock (_writing)
            File.AppendAllText(_own, $"{line}\n");
    }

    /// <summary>The whole lines of all processes.</summary>
    /// <returns>Those of one process in the order they were written.</returns>
    public IReadOnlyList<string> Lines() => [.. Directory.EnumerateFiles(folder).SelectMany(Lines)];

    private static string[] Lines(string file)
    {
        using var reader = new StreamReader(new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        return reader.ReadToEnd().Split('\n')[..^1];
    }
}

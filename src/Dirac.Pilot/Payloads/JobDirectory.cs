namespace Dirac.Pilot.Payloads;

/// <summary>The directory one attempt runs in.</summary>
internal sealed class JobDirectory
{
    private const string Parent = "jobs";

    /// <summary>Makes an empty directory below the pilot's work directory.</summary>
    /// <param name="workDirectory">The pilot's directory.</param>
    /// <param name="name">Unique in it.</param>
    internal JobDirectory(string workDirectory, string name)
    {
        Root = System.IO.Path.Combine(workDirectory, Parent, name);
        Path = System.IO.Path.Combine(Root, "job");
        Directory.CreateDirectory(Path, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    /// <summary>Where the payload runs.</summary>
    internal string Path { get; }

    /// <summary>Beside it, for archives: the payload's files and ours must not meet.</summary>
    internal string Root { get; }

    /// <summary>A file named by the job description; null when the name leads out of the directory.</summary>
    internal string? Inside(string name)
    {
        var path = System.IO.Path.GetFullPath(System.IO.Path.Combine(Path, name));
        return path.StartsWith(Path + '/', StringComparison.Ordinal) ? path : null;
    }

    /// <summary>Deletes what an earlier pilot left behind.</summary>
    internal static void DeleteLeftovers(string workDirectory)
    {
        var parent = System.IO.Path.Combine(workDirectory, Parent);
        if (!Directory.Exists(parent)) return;
        foreach (var directory in Directory.EnumerateDirectories(parent)) Delete(directory);
    }

    /// <summary>Deletes the directories of all jobs, and what they lie in. What cannot be deleted stays for a later pilot.</summary>
    internal static void DeleteAll(string workDirectory)
    {
        var parent = System.IO.Path.Combine(workDirectory, Parent);
        if (!Directory.Exists(parent)) return;
        foreach (var directory in Directory.EnumerateDirectories(parent)) TryDelete(directory);
        if (!Directory.EnumerateFileSystemEntries(parent).Any()) Directory.Delete(parent);
    }

    /// <summary>Deletes the directory.</summary>
    /// <returns>Why it could not be deleted; null when it was. A later pilot tries again.</returns>
    internal string? TryDelete() => TryDelete(Root);

    private static string? TryDelete(string directory)
    {
        try
        {
            Delete(directory);
            return null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return error.Message;
        }
    }

    // A payload may have taken away its own write permission.
    private static void Delete(string directory)
    {
        try
        {
            Directory.Delete(directory, recursive: true);
        }
        catch (UnauthorizedAccessException)
        {
            foreach (var inner in Directory.EnumerateDirectories(directory, "*", SearchOption.AllDirectories).Prepend(directory))
            {
                File.SetUnixFileMode(inner, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }

            Directory.Delete(directory, recursive: true);
        }
    }
}

using System.IO.Enumeration;

namespace Dirac.Client.Letters;

/// <summary>The letters in one directory. A letter has its name when all of it is there. Thread-safe.</summary>
/// <remarks>
/// Made for shared file systems: what is written is closed before it is renamed, so another machine that opens the name reads all of it, and names are looked for
/// by opening and reading the directory, since a name that was not there may go on being missed for a while when it is asked for.
/// </remarks>
/// <param name="directory">The directory, which only its user may enter.</param>
/// <param name="options">Bound the size of a letter.</param>
internal sealed class LetterFiles(string directory, LetterOptions options)
{
    // More are looked at when these are gone.
    private const int MostAtOnce = 20_000;

    private static readonly EnumerationOptions Everything = new() { AttributesToSkip = 0, IgnoreInaccessible = false };

    /// <summary>The directory.</summary>
    public string Directory => directory;

    /// <summary>Writes a letter.</summary>
    /// <exception cref="IOException">The directory is gone or full.</exception>
    public void Send(LetterName name, Letter letter)
    {
        var path = PathOf(name);
        var fresh = path + ".new";
        using (var file = File.OpenHandle(fresh, FileMode.Create, FileAccess.Write, FileShare.Read))
        {
            RandomAccess.Write(file, letter.ToBytes(), 0);
        }

        File.Move(fresh, path, overwrite: true);
    }

    /// <summary>The names in the directory that are letters', in no order, and those that are not.</summary>
    /// <exception cref="IOException">The directory is gone.</exception>
    public (IReadOnlyList<LetterName> Letters, IReadOnlyList<string> Others) List()
    {
        var (letters, others) = (new List<LetterName>(), new List<string>());
        foreach (var text in new FileSystemEnumerable<string>(directory, (ref entry) => entry.FileName.ToString(), Everything).Take(MostAtOnce))
        {
            if (LetterName.TryParse(text) is { } name) letters.Add(name);
            else others.Add(text);
        }

        return (letters, others);
    }

    /// <summary>Reads a letter and deletes it.</summary>
    /// <returns>Null when it is not there.</returns>
    /// <exception cref="InvalidDataException">What has this name is no letter.</exception>
    /// <exception cref="IOException">The file system is in trouble.</exception>
    public Letter? Take(LetterName name)
    {
        // Links, devices and pipes have no business here. Only the user who reads could swap them now.
        var file = new FileInfo(PathOf(name));
        if (!file.Exists && file.LinkTarget is null) return null;
        if (file.LinkTarget is not null || file.Length < Letter.HeaderLength || file.Length > Letter.HeaderLength + options.Piece)
        {
            file.Delete();
            throw new InvalidDataException($"{file.FullName} is no letter");
        }

        var letter = Letter.TryRead(Read(file.FullName, (int)file.Length));
        file.Delete();
        return letter ?? throw new InvalidDataException($"{file.FullName} is no letter");
    }

    /// <summary>Deletes what has a name; that it is gone already, or cannot be deleted, changes nothing.</summary>
    /// <returns>Whether it is gone.</returns>
    public bool TryDelete(string name)
    {
        try
        {
            File.Delete(Path.Combine(directory, name));
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }

    private static byte[] Read(string path, int length)
    {
        using var file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[length];
        var count = 0;
        while (count < length && RandomAccess.Read(file, bytes.AsSpan(count), count) is > 0 and var more) count += more;
        return count == length ? bytes : bytes[..count];
    }

    private string PathOf(LetterName name) => Path.Combine(directory, name.ToString());
}

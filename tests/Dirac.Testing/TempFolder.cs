namespace Dirac.Testing;

/// <summary>An empty folder for one test, removed at the end.</summary>
public sealed class TempFolder : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("dirac-test-");

    /// <summary>The folder's full path.</summary>
    public string FullPath => _folder.FullName;

    /// <summary>The full path of <paramref name="name"/> in the folder.</summary>
    public string File(string name) => Path.Combine(FullPath, name);

    public void Dispose() => _folder.Delete(recursive: true);
}

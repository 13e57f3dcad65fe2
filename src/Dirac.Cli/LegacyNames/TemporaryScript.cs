namespace Dirac.Cli.LegacyNames;

/// <summary>A script from standard input as a file, which is gone again when the command ends.</summary>
internal sealed class TemporaryScript : IDisposable
{
    private string? _path;

    /// <summary>Its full path; set once it is written.</summary>
    public string Path => _path ?? throw new InvalidOperationException("Nothing is written yet.");

    /// <summary>Writes the script, readable by its owner only.</summary>
    /// <param name="text">The script.</param>
    /// <param name="cancellationToken">Ends the writing.</param>
    public async Task WriteAsync(string text, CancellationToken cancellationToken)
    {
        _path = System.IO.Path.GetTempFileName();
        await File.WriteAllTextAsync(_path, text, cancellationToken);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_path is not null) File.Delete(_path);
    }
}

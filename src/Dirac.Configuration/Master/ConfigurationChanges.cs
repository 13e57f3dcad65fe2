using System.Text;
using Dirac.Configuration.Starting;
using Dirac.Configuration.Trees;
using Dirac.Model.Configuration;
using Dirac.Model.Errors;

namespace Dirac.Configuration.Master;

/// <summary>Changes of the configuration for other rooms of this process: where it is the master, or where its one file is all there is. Thread-safe.</summary>
public sealed class ConfigurationChanges : IDisposable
{
    private readonly OpenedConfiguration _opened;
    private readonly MasterConfiguration? _master;
    private readonly IReadOnlyList<string> _files;
    private readonly SemaphoreSlim _gate = new(1, 1);

    internal ConfigurationChanges(OpenedConfiguration opened, MasterConfiguration? master, IReadOnlyList<string> files)
    {
        _opened = opened;
        _master = master;
        _files = files;
    }

    /// <summary>Changes the tree of the moment. When it returns, the change is on disk; in force here at once on a master, else as soon as the file is read again.</summary>
    /// <param name="committer">Who wants it; kept with the version.</param>
    /// <param name="change">Makes the new tree; returning what it was given changes nothing. What it throws is thrown on.</param>
    /// <param name="cancellationToken">Gives up waiting for others; a change that has begun is finished.</param>
    /// <exception cref="DiracException">Conflict: the configuration is not kept here. Unavailable: it could not be written.</exception>
    public async Task ChangeAsync(string committer, Func<CfgSection, CfgSection> change, CancellationToken cancellationToken)
    {
        if (_master is not null)
        {
            if (await _master.ChangeAsync(committer, change, cancellationToken) is { } refused) throw Unwritten(refused);
            return;
        }

        if (_opened.Role != ConfigurationRole.Standalone) throw Elsewhere();
        if (_files is not [var file]) throw new DiracException(ErrorCode.Conflict, "This server has several configuration files, and does not know which to change.", "Change one of them by hand.");
        await _gate.WaitAsync(cancellationToken);
        try
        {
            ChangeFile(file, change);
        }
        finally
        {
            _gate.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _gate.Dispose();

    private static void ChangeFile(string file, Func<CfgSection, CfgSection> change)
    {
        try
        {
            var root = Cfg.Parse(File.ReadAllText(file));
            var changed = change(root);
            if (!ReferenceEquals(root, changed)) DurableFile.Write(file, Encoding.UTF8.GetBytes(Cfg.Write(changed)));
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw Unwritten($"{file}: {problem.Message}");
        }
    }

    private DiracException Elsewhere() => new(
        ErrorCode.Conflict,
        "This server does not keep the configuration: it follows the master.",
        _opened.Effective.GetOption(ConfigurationPaths.MasterServer) is { Length: > 0 } master ? $"Ask the server that is the master, {master}." : "Ask the server that is the master.");

    private static DiracException Unwritten(string why) => new(ErrorCode.Unavailable, $"The configuration could not be written: {why}", "Look at the disk and the file's owner on the server.");
}

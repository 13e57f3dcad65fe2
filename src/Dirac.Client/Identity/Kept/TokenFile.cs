using System.Text.Json;
using Dirac.Model.Errors;
using Dirac.Security.Local;

namespace Dirac.Client.Identity.Kept;

/// <summary>The file that keeps the tokens of a login: its owner's alone (0600), replaced as a whole, with a lock file beside it for whoever changes it.</summary>
/// <param name="path">Where it is.</param>
/// <param name="clock">The clock of the wait for the lock.</param>
public sealed class TokenFile(string path, TimeProvider clock)
{
    /// <summary>Where it is.</summary>
    public string Path => path;

    /// <summary>What it holds; null when there is none.</summary>
    /// <exception cref="DiracException">NotAuthorized: others may read it. NotAuthenticated: it is damaged.</exception>
    public KeptTokens? Read()
    {
        try
        {
            return JsonSerializer.Deserialize(PrivateFile.Read(path), ClientJsonContext.Default.KeptTokens);
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (JsonException cause)
        {
            throw new DiracException(ErrorCode.NotAuthenticated, $"{path} is damaged.", "Log in again: it is written anew.", cause);
        }
    }

    /// <summary>Replaces it; on disk when it returns. Under the lock only.</summary>
    /// <param name="tokens">What to keep.</param>
    public void Write(KeptTokens tokens)
    {
        DataDirectory.Ensure(System.IO.Path.GetDirectoryName(path)!);
        PrivateFile.Write(path, JsonSerializer.SerializeToUtf8Bytes(tokens, ClientJsonContext.Default.KeptTokens));
    }

    /// <summary>Removes it. Under the lock only; the lock file stays, as another may wait for it.</summary>
    public void Delete() => File.Delete(path);

    /// <summary>Waits until nobody else, in no other process either, changes the file; disposing the result lets the next one.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    public Task<IDisposable> LockAsync(CancellationToken cancellationToken)
    {
        DataDirectory.Ensure(System.IO.Path.GetDirectoryName(path)!);
        return FileLock.TakeAsync(path + ".lock", clock, cancellationToken);
    }
}

using Dirac.Security.Certificates.Names;

namespace Dirac.Security.Certificates.Authorities;

/// <summary>A folder of trusted authorities and their revocation lists, such as <c>/etc/grid-security/certificates</c>. Thread-safe.</summary>
/// <remarks>
/// Files are looked at again when somebody asks and <see cref="CheckEvery"/> has passed, and read again when names, sizes or times differ. While one
/// thread reads, others get the snapshot of before. Nothing is ever downloaded: keeping the folder fresh is the work of fetch-crl or the like.
/// </remarks>
/// <param name="path">The folder.</param>
/// <param name="clock">Tells when to look again.</param>
public sealed class CaDirectory(string path, TimeProvider clock)
{
    /// <summary>How often the files are looked at.</summary>
    public static readonly TimeSpan CheckEvery = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private volatile Reading? _reading;
    private long _checkedAt;

    /// <summary>The folder.</summary>
    public string Path => path;

    /// <summary>The authorities as of now, or of at most <see cref="CheckEvery"/> ago.</summary>
    /// <returns>The same object as long as nothing changed. A folder that cannot be listed leaves the snapshot of before, or an empty one that names the problem.</returns>
    public CaSnapshot GetSnapshot()
    {
        if (_reading is { } current && !IsDue()) return current.Snapshot;
        if (_reading is null) _gate.Enter();
        else if (!_gate.TryEnter()) return _reading.Snapshot;
        try
        {
            if (_reading is null || IsDue())
            {
                _reading = Refresh(_reading);
                Volatile.Write(ref _checkedAt, clock.GetTimestamp());
            }

            return _reading.Snapshot;
        }
        finally
        {
            _gate.Exit();
        }
    }

    private bool IsDue() => clock.GetElapsedTime(Volatile.Read(ref _checkedAt)) >= CheckEvery;

    private Reading Refresh(Reading? before)
    {
        try
        {
            // The fingerprint is taken first: a file that changes while we read makes the next look read again.
            var fingerprint = CaFiles.Fingerprint(path);
            return before?.Fingerprint == fingerprint ? before : new Reading(fingerprint, CaFiles.Read(path));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return before ?? new Reading("", CaSnapshot.Create([], [], [$"{path} cannot be read: {failure.Message}"], new HashSet<DistinguishedName>()));
        }
    }

    private sealed record Reading(string Fingerprint, CaSnapshot Snapshot);
}

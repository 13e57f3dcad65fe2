using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence.Sqlite;

/// <summary>Opens connections to the one file that holds all databases, each set up alike.</summary>
internal sealed class SqliteFile
{
    private const int BusyTimeoutSeconds = 5;

    // A large submission touches all indexes of its jobs; with the usual 2 MB their pages would go to the disk and back again.
    private const int WriterCacheKilobytes = 65_536;

    // Readers see the file in memory: after each commit they would read its pages anew, and each would keep its own copies.
    private const long ReaderMapBytes = 1L << 30;

    private static readonly TimeSpan RegexTimeout = TimeSpan.FromSeconds(1);

    private readonly string _path;
    private readonly string _connectionString;

    public SqliteFile(string path)
    {
        _path = Path.GetFullPath(path);
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = _path,
            Pooling = false,
            ForeignKeys = true,
            DefaultTimeout = BusyTimeoutSeconds,
        }.ToString();
    }

    public SqliteWriterConnection OpenWriter()
    {
        CreateForOwnerOnly();
        return Open(new SqliteWriterConnection(_connectionString), $"PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -{WriterCacheKilobytes};");
    }

    /// <summary>A connection that refuses changes. The writer must have been opened before.</summary>
    public SqliteConnection OpenReader() => Open(new KeepingConnection(_connectionString), $"PRAGMA query_only = ON; PRAGMA mmap_size = {ReaderMapBytes};");

    public static bool IsBusy(Exception exception) =>
        exception is SqliteException { SqliteErrorCode: SQLitePCL.raw.SQLITE_BUSY or SQLitePCL.raw.SQLITE_LOCKED };

    private static T Open<T>(T connection, string settings)
        where T : SqliteConnection
    {
        try
        {
            connection.Open();
            connection.CreateFunction<string?, string?, bool>("regexp", Matches, isDeterministic: true);
            using var command = connection.CreateCommand();
            command.CommandText = $"PRAGMA busy_timeout = {BusyTimeoutSeconds * 1000}; PRAGMA temp_store = MEMORY; {settings}";
            command.ExecuteNonQuery();
            return connection;
        }
        catch
        {
            connection.Dispose();
            throw;
        }
    }

    private static bool Matches(string? pattern, string? value) =>
        pattern is not null && value is not null
        && Regex.IsMatch(value, pattern, RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.NonBacktracking, RegexTimeout);

    // SQLite gives its journals the mode of the file, so making the file first keeps all of them private.
    private void CreateForOwnerOnly()
    {
        if (File.Exists(_path) || OperatingSystem.IsWindows())
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        var options = new FileStreamOptions
        {
            Mode = FileMode.OpenOrCreate,
            Access = FileAccess.Write,
            Share = FileShare.ReadWrite,
            UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        new FileStream(_path, options).Dispose();
    }
}

using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Dirac.Benchmarks;

/// <summary>How fast this machine's disk and database engine are just now, so that figures of different machines can be compared.</summary>
internal static class Calibration
{
    private const int Flushes = 100;
    private const int Rows = 50_000;

    /// <summary>Adds <c>load1</c>, <c>fsync_p50_ms</c> (4 KiB written and flushed) and <c>rows_per_s</c> (rows into SQLite, in one transaction).</summary>
    public static void AddTo(Figures figures, string directory, TimeProvider clock)
    {
        figures.Add("load1", double.Parse(File.ReadAllText("/proc/loadavg").Split(' ')[0], CultureInfo.InvariantCulture));
        figures.Add("fsync_p50_ms", FlushTime(Path.Combine(directory, "calibration.bin"), clock));
        figures.Add("rows_per_s", Math.Round(RowRate(Path.Combine(directory, "calibration.db"), clock)));
    }

    private static double FlushTime(string path, TimeProvider clock)
    {
        var times = new List<double>();
        var page = new byte[4096];
        using (var file = File.OpenHandle(path, FileMode.Create, FileAccess.Write))
        {
            for (var i = 0; i < Flushes; i++)
            {
                var started = clock.GetTimestamp();
                RandomAccess.Write(file, page, i * page.Length);
                RandomAccess.FlushToDisk(file);
                times.Add(clock.GetElapsedTime(started).TotalMilliseconds);
            }
        }

        File.Delete(path);
        return Figures.Percentile(times, 50);
    }

    private static double RowRate(string path, TimeProvider clock)
    {
        double rate;
        using (var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString()))
        {
            connection.Open();
            Execute(connection, "CREATE TABLE Rows (Id INTEGER PRIMARY KEY, Name TEXT, Value REAL)");
            var started = clock.GetTimestamp();
            Execute(connection, "BEGIN");
            using var insert = connection.CreateCommand();
            insert.CommandText = "INSERT INTO Rows (Id, Name, Value) VALUES (@id, 'a row of the calibration', 0.5)";
            var id = insert.Parameters.Add("@id", SqliteType.Integer);
            for (var i = 1; i <= Rows; i++)
            {
                id.Value = i;
                insert.ExecuteNonQuery();
            }

            Execute(connection, "COMMIT");
            rate = Rows / clock.GetElapsedTime(started).TotalSeconds;
        }

        File.Delete(path);
        return rate;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}

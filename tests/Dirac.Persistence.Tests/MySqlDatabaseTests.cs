using MySqlConnector;

namespace Dirac.Persistence.Tests;

public sealed class MySqlDatabaseTests() : DatabaseContract(Engine.MySql)
{
    [Fact]
    public async Task Write_ConnectionKilledBeforeCommit_IsRepeated()
    {
        var runs = 0;
        var rung = 0;

        await Database.WriteAsync(
            async (session, token) =>
            {
                session.AfterCommit(() => rung++);
                await session.InsertManyAsync("Things", NameOnly, [["one"]], token);
                if (++runs == 1)
                    await KillAsync(await session.ScalarAsync<long>("SELECT CONNECTION_ID()", null, token));
                await session.InsertManyAsync("Things", NameOnly, [["two"]], token);
            },
            Token);

        Assert.Equal((2, 1), (runs, rung));
        Assert.Equal(["one", "two"], await NamesAsync());
    }

    [Fact]
    public async Task Write_ConnectionKilledDuringCommit_SaysThatTheOutcomeIsUnknown() =>
        await Assert.ThrowsAsync<CommitOutcomeUnknownException>(() => Database.WriteAsync(
            async (session, token) =>
            {
                await session.InsertManyAsync("Things", NameOnly, [["one"]], token);
                await KillAsync(await session.ScalarAsync<long>("SELECT CONNECTION_ID()", null, token));
            },
            Token));

    [Fact]
    public async Task Session_Settings_AreOurs()
    {
        var (isolation, zone, step) = await Database.ReadAsync(
            async (session, token) => (
                await session.ScalarAsync<string>("SELECT @@session.tx_isolation", null, token),
                await session.ScalarAsync<string>("SELECT @@session.time_zone", null, token),
                await session.ScalarAsync<int>("SELECT @@session.auto_increment_increment", null, token)),
            Token);

        Assert.Equal(("READ-COMMITTED", "+00:00", 1), (isolation, zone, step));
    }

    [Fact]
    public async Task Read_DateThatIsNone_ComesAsTheFirstOfAll()
    {
        await Database.WriteAsync((session, token) => session.ExecuteAsync("INSERT INTO {Things} (Name, At) VALUES ('old', '0000-00-00 00:00:00')", null, token), Token);
        byte[] text = [];

        var thing = await Database.ReadAsync((session, token) => session.QueryFirstOrDefaultAsync<Thing>("SELECT * FROM {Things}", null, token), Token);
        await Database.ReadAsync(
            async (session, token) =>
            {
                await session.ReadRowsAsync("SELECT At FROM {Things}", null, row => text = row.Text(0).ToArray(), token);
                return true;
            },
            Token);

        Assert.Equal(DateTime.MinValue, thing!.At);
        Assert.Equal("0001-01-01 00:00:00"u8.ToArray(), text);
    }

    private static async Task KillAsync(long connection)
    {
        await using var killer = new MySqlConnection(Environment.GetEnvironmentVariable(Dirac.Testing.TestDatabases.MySqlVariable));
        await killer.OpenAsync(Token);
        await using var kill = new MySqlCommand($"KILL {connection}", killer);
        await kill.ExecuteNonQueryAsync(Token);
    }
}

using System.Data.Common;

namespace Dirac.Persistence.MySql;

/// <summary>Runs a statement for many rows in few round trips.</summary>
internal static class MySqlRows
{
    private const int MostRows = 1_000;
    private const int MostParameters = 65_535;

    /// <returns>The rows it touched, as the server counts them.</returns>
    public static async Task<int> RunAsync(RowBatch batch, CancellationToken cancellationToken)
    {
        var touched = 0;
        DbCommand? command = null;
        try
        {
            var rows = 0;
            foreach (var chunk in batch.Rows.Chunk(Math.Clamp(MostParameters / batch.Width, 1, MostRows)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (command is null || rows != chunk.Length)
                {
                    if (command is not null)
                        await command.DisposeAsync();
                    command = CommandFor(batch, chunk.Length);
                    rows = chunk.Length;
                }
                SetValues(command, batch, chunk);
                touched += await command.ExecuteNonQueryAsync(cancellationToken);
            }
        }
        finally
        {
            if (command is not null)
                await command.DisposeAsync();
        }
        return touched;
    }

    private static DbCommand CommandFor(RowBatch batch, int rows)
    {
        var command = batch.Connection.CreateCommand();
        var parameters = new List<string[]>(rows);
        for (var row = 0; row < rows; row++)
        {
            var names = new string[batch.Width];
            for (var column = 0; column < names.Length; column++)
            {
                var parameter = command.CreateParameter();
                parameter.ParameterName = names[column] = $"@p{command.Parameters.Count}";
                command.Parameters.Add(parameter);
            }
            parameters.Add(names);
        }
        command.Transaction = batch.Transaction;
        command.CommandText = batch.Statement(parameters);
        return command;
    }

    private static void SetValues(DbCommand command, RowBatch batch, IReadOnlyList<object?>[] rows)
    {
        var index = 0;
        foreach (var row in rows)
        {
            batch.Check(row);
            foreach (var value in row)
                command.Parameters[index++].Value = MySqlDialect.Instance.ToStored(value) ?? DBNull.Value;
        }
    }
}

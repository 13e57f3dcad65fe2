using MySqlConnector;

namespace Dirac.Hosting.Tests;

/// <summary>A database server that is not there.</summary>
internal static class DeadDatabase
{
    /// <summary>Fails as every statement does while the server is away.</summary>
    public static async Task OpenAsync(CancellationToken cancellationToken)
    {
        await using var connection = new MySqlConnection("Server=127.0.0.1;Port=1;User ID=nobody;Pooling=False");
        await connection.OpenAsync(cancellationToken);
    }
}

using Microsoft.Extensions.Options;

namespace Dirac.Persistence;

internal sealed class PersistenceOptionsValidator : IValidateOptions<PersistenceOptions>
{
    public ValidateOptionsResult Validate(string? name, PersistenceOptions options)
    {
        if (options.Engine == Engine.Sqlite && string.IsNullOrWhiteSpace(options.SqlitePath))
            return ValidateOptionsResult.Fail("SqlitePath is empty: name the file that holds the databases.");
        if (options.SqliteReaders is < 1 or > 256)
            return ValidateOptionsResult.Fail($"SqliteReaders is {options.SqliteReaders}: give a number from 1 to 256.");
        if (options.Engine == Engine.MySql && options.MySql.Count == 0 && string.IsNullOrWhiteSpace(options.MySqlDefault))
        {
            return ValidateOptionsResult.Fail(
                $"The engine is MySql but no connection is given: set the environment variable {PersistenceOptions.MySqlVariable} "
                + "to 'Server=…;Port=3306;User ID=…;Password=…', or give one connection string per database.");
        }
        return ValidateOptionsResult.Success;
    }
}

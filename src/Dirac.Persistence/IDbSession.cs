namespace Dirac.Persistence;

/// <summary>A connection to one database for the length of one unit of work.</summary>
/// <remarks>
/// Not safe for concurrent use and not valid after the unit of work. In SQL text <c>{Jobs}</c> stands for the table (or index) <c>Jobs</c> of
/// this database; in interpolated strings that is <c>{{Jobs}}</c>. Parameters are the properties of <c>args</c>, written <c>@Name</c>; a list
/// becomes <c>(@a,@b,…)</c> after <c>IN</c>. Dates are UTC, whole seconds. Rows are classes with properties, not positional records: the engines
/// differ in integer types, and only properties are converted.
/// </remarks>
public interface IDbSession
{
    /// <summary>DIRAC's name of the database, such as <c>JobDB</c>.</summary>
    string Database { get; }

    /// <summary>What differs in this database's SQL.</summary>
    Dialect Dialect { get; }

    /// <summary>The rows that <paramref name="sql"/> selects.</summary>
    /// <typeparam name="T">A row class with settable or init properties named like the columns, or a simple value for one column.</typeparam>
    /// <param name="sql">One statement.</param>
    /// <param name="args">Its parameters, or null.</param>
    /// <param name="cancellationToken">Stops before or during the query.</param>
    /// <returns>The rows in the engine's order; empty when there is none.</returns>
    Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>Reads the rows that <paramref name="sql"/> selects one by one, without an object for each.</summary>
    /// <param name="sql">One statement.</param>
    /// <param name="args">Its parameters, or null.</param>
    /// <param name="read">Takes each row, in the engine's order; the row is good for the length of that call.</param>
    /// <param name="cancellationToken">Stops before or during the query.</param>
    Task ReadRowsAsync(string sql, object? args, Action<IRow> read, CancellationToken cancellationToken);

    /// <summary>The first row that <paramref name="sql"/> selects, or the default of <typeparamref name="T"/> when there is none.</summary>
    /// <typeparam name="T">As for <see cref="QueryAsync{T}"/>.</typeparam>
    /// <param name="sql">One statement.</param>
    /// <param name="args">Its parameters, or null.</param>
    /// <param name="cancellationToken">Stops before or during the query.</param>
    /// <returns>The row or default.</returns>
    Task<T?> QueryFirstOrDefaultAsync<T>(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>The first column of the first row, converted to <typeparamref name="T"/>; default for NULL or no row.</summary>
    /// <typeparam name="T">A number, string, date, or nullable of these.</typeparam>
    /// <param name="sql">One or more statements; the first that yields a row counts.</param>
    /// <param name="args">Its parameters, or null.</param>
    /// <param name="cancellationToken">Stops before or during the query.</param>
    /// <returns>The value.</returns>
    Task<T> ScalarAsync<T>(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>Runs statements that return no rows.</summary>
    /// <param name="sql">One or more statements, ended by semicolons.</param>
    /// <param name="args">Their parameters, or null.</param>
    /// <param name="cancellationToken">Stops before or during the statements.</param>
    /// <returns>The rows inserted, deleted or <em>found</em> by an update, whether or not their values changed.</returns>
    Task<int> ExecuteAsync(string sql, object? args, CancellationToken cancellationToken);

    /// <summary>Inserts many rows in few round trips.</summary>
    /// <param name="table">The table's bare name, such as <c>Jobs</c>.</param>
    /// <param name="columns">The columns given in each row.</param>
    /// <param name="rows">One value per column, in that order.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    /// <returns>The number of rows inserted.</returns>
    Task<int> InsertManyAsync(
        string table, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken);

    /// <summary>Inserts many rows; where <paramref name="keys"/> is taken the other columns are overwritten.</summary>
    /// <param name="table">The table's bare name.</param>
    /// <param name="keys">The columns of its primary or unique key.</param>
    /// <param name="columns">The columns given in each row, the key's among them.</param>
    /// <param name="rows">One value per column, in that order.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    Task UpsertManyAsync(
        string table,
        IReadOnlyList<string> keys,
        IReadOnlyList<string> columns,
        IEnumerable<IReadOnlyList<object?>> rows,
        CancellationToken cancellationToken);

    /// <summary>Adds to a number in many rows; a row whose key is not there is made with that number.</summary>
    /// <param name="table">The table's bare name.</param>
    /// <param name="keys">The columns of its primary or unique key.</param>
    /// <param name="number">The column to add to.</param>
    /// <param name="rows">The key's values in that order, then what is added.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    Task AddManyAsync(
        string table, IReadOnlyList<string> keys, string number, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken);

    /// <summary>Changes many rows, each in its own way, in few round trips. Rows that do not exist are left out.</summary>
    /// <param name="table">The table's bare name.</param>
    /// <param name="key">A column whose values are unique; no key is given twice.</param>
    /// <param name="columns">The columns to set.</param>
    /// <param name="rows">The key's value, then one value per column, in that order.</param>
    /// <param name="cancellationToken">Stops between batches.</param>
    Task UpdateManyAsync(
        string table, string key, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows, CancellationToken cancellationToken);

    /// <summary>Has <paramref name="action"/> run when the transaction is durable; never when it is rolled back, once even if the work was repeated.</summary>
    /// <param name="action">Something short that does not block, such as ringing a doorbell. Its exceptions are logged, not thrown.</param>
    /// <exception cref="InvalidOperationException">The session only reads.</exception>
    void AfterCommit(Action action);
}

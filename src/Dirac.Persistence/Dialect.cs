using System.Data;

namespace Dirac.Persistence;

/// <summary>The declared differences between the engines' SQL. Everything else in a store's SQL must mean the same on both.</summary>
/// <remarks>Immutable. A store composes its text from these fragments and never asks which engine it is on.</remarks>
public abstract class Dialect
{
    private protected Dialect()
    {
    }

    /// <summary>The engine, for choosing migration scripts and for messages; not for choosing SQL.</summary>
    public abstract Engine Engine { get; }

    /// <summary>Expression: the database's clock as a DATETIME in UTC, whole seconds.</summary>
    public abstract string UtcNow { get; }

    /// <summary>Expression: the database's clock in milliseconds since 1970 (BIGINT). The clock for leases.</summary>
    public abstract string UtcNowMs { get; }

    /// <summary>Start of an insert that skips rows whose key is taken: <c>INSERT … INTO</c>.</summary>
    public abstract string InsertIgnore { get; }

    /// <summary>End of a SELECT whose rows are locked until the transaction ends, leaving out rows locked by others. Empty where one writer works alone.</summary>
    public abstract string SkipLocked { get; }

    /// <summary>End of a SELECT whose rows are locked until the transaction ends, waiting for others. Empty where one writer works alone.</summary>
    public abstract string ForUpdate { get; }

    /// <summary>Expression: the key made by this session's latest single-row insert into a table with a generated key.</summary>
    public abstract string LastInsertId { get; }

    /// <summary>Expression: the first key made by this session's latest insert of <paramref name="rows"/> rows with one VALUES list; the others follow it one by one.</summary>
    /// <param name="rows">How many rows the statement inserted.</param>
    /// <returns>The expression.</returns>
    public abstract string FirstOfInserted(int rows);

    /// <summary>A SELECT of the names of the partitions that a table has, for an engine that can drop one of them at once; null where rows are deleted.</summary>
    /// <param name="parameter">A parameter with the table's bare name, such as <c>@Table</c>.</param>
    /// <returns>The statement.</returns>
    public abstract string? PartitionsOf(string parameter);

    /// <summary>The most parameters one statement may have; split longer lists.</summary>
    public abstract int MaxParameters { get; }

    /// <summary>Runs a statement for many rows; returns how many it touched.</summary>
    internal abstract Task<int> RunRowsAsync(RowBatch batch, CancellationToken cancellationToken);

    /// <summary>SQL that takes the lock under which a schema is changed, with the parameter <c>@Name</c>; null where the transaction is that lock.</summary>
    internal abstract string? TakeSchemaLock { get; }

    /// <summary>SQL that gives the lock of <see cref="TakeSchemaLock"/> back.</summary>
    internal abstract string? ReleaseSchemaLock { get; }

    /// <summary>The folder of this engine's migration scripts.</summary>
    internal abstract string ScriptFolder { get; }

    /// <summary>Tail of an INSERT that overwrites <paramref name="columns"/> with the inserted values when <paramref name="keys"/> is taken.</summary>
    /// <param name="keys">The columns of a primary or unique key.</param>
    /// <param name="columns">The columns to overwrite; with none the row stays as it is.</param>
    /// <returns>SQL to append after the values.</returns>
    public abstract string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns);

    /// <summary>Tail of an INSERT that adds the inserted <paramref name="number"/> to the stored one when <paramref name="keys"/> is taken.</summary>
    internal abstract string Accumulate(string table, IReadOnlyList<string> keys, string number);

    /// <summary>An UPDATE of several rows, each with values of its own.</summary>
    /// <param name="table">The table's full name.</param>
    /// <param name="key">The column that finds a row.</param>
    /// <param name="columns">The columns to set.</param>
    /// <param name="parameters">For each row the parameter of the key, then those of the columns.</param>
    internal abstract string UpdateMany(string table, string key, IReadOnlyList<string> columns, IReadOnlyList<IReadOnlyList<string>> parameters);

    /// <summary>Condition: <paramref name="column"/> contains a match of a regular expression, ignoring case.</summary>
    /// <param name="column">A column name or expression.</param>
    /// <param name="parameter">A parameter such as <c>@Pattern</c>.</param>
    /// <returns>The condition.</returns>
    public abstract string Regexp(string column, string parameter);

    /// <summary>Condition: <paramref name="column"/> is like a pattern of <c>%</c> and <c>_</c>, ignoring the case of ASCII letters; a backslash takes their meaning away.</summary>
    /// <param name="column">A column name or expression.</param>
    /// <param name="parameter">A parameter such as <c>@Pattern</c>; its text does not end in a lone backslash.</param>
    /// <returns>The condition.</returns>
    public abstract string Like(string column, string parameter);

    /// <summary>A column in a condition that is no good to find rows by, for an engine that does not know how many rows have each value.</summary>
    /// <param name="column">A column name.</param>
    /// <returns>An expression with its value.</returns>
    public abstract string Coarse(string column);

    /// <summary>What follows a table's name so that rows are found by an index which the engine would not choose itself. Empty where it does.</summary>
    /// <param name="index">The index.</param>
    /// <returns>SQL to append after the table.</returns>
    public abstract string ByIndex(string index);

    /// <summary>A SELECT that the server itself gives up after a time, where there is a server.</summary>
    internal abstract string Limited(string sql, TimeSpan longest);

    /// <summary>The row on which a reader of this engine stands.</summary>
    internal abstract IRow RowOf(IDataReader reader);

    /// <summary>A statement and its parameters in the form in which they cost this engine least.</summary>
    internal virtual (string Sql, object? Args) Bind(string sql, object? args) => (sql, args);

    /// <summary>The full name of <paramref name="table"/> of <paramref name="database"/> as it stands in SQL.</summary>
    internal abstract string TableName(string database, string table);

    /// <summary>The form in which <paramref name="value"/> is stored, so that it compares with <see cref="UtcNow"/>.</summary>
    internal abstract object? ToStored(object? value);
}

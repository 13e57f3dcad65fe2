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

    /// <summary>The most parameters one statement may have; split longer lists.</summary>
    public abstract int MaxParameters { get; }

    /// <summary>How many rows of <paramref name="columns"/> columns go into one INSERT of <see cref="IDbSession.InsertManyAsync"/>.</summary>
    internal abstract int RowsPerInsert(int columns);

    /// <summary>SQL that takes the lock under which a schema is changed, with the parameter <c>@Name</c>; null where the transaction is that lock.</summary>
    internal abstract string? TakeSchemaLock { get; }

    /// <summary>SQL that gives the lock of <see cref="TakeSchemaLock"/> back.</summary>
    internal abstract string? ReleaseSchemaLock { get; }

    /// <summary>The folder of this engine's migration scripts.</summary>
    internal abstract string ScriptFolder { get; }

    /// <summary>Tail of an INSERT that overwrites <paramref name="columns"/> with the inserted values when <paramref name="keys"/> is taken.</summary>
    /// <param name="keys">The columns of a primary or unique key.</param>
    /// <param name="columns">The columns to overwrite; at least one.</param>
    /// <returns>SQL to append after the values.</returns>
    public abstract string Upsert(IReadOnlyList<string> keys, IReadOnlyList<string> columns);

    /// <summary>Condition: <paramref name="column"/> contains a match of a regular expression, ignoring case.</summary>
    /// <param name="column">A column name or expression.</param>
    /// <param name="parameter">A parameter such as <c>@Pattern</c>.</param>
    /// <returns>The condition.</returns>
    public abstract string Regexp(string column, string parameter);

    /// <summary>The full name of <paramref name="table"/> of <paramref name="database"/> as it stands in SQL.</summary>
    internal abstract string TableName(string database, string table);

    /// <summary>The form in which <paramref name="value"/> is stored, so that it compares with <see cref="UtcNow"/>.</summary>
    internal abstract object? ToStored(object? value);
}

using System.Data;
using System.Globalization;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Dirac.Persistence;

/// <summary>How UTC times stand in DATETIME columns: whole seconds, as text <c>yyyy-MM-dd HH:mm:ss</c> on SQLite.</summary>
internal static class StoredTime
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    public static string ToText(DateTime time) => ToWholeSecond(time).ToString(Format, CultureInfo.InvariantCulture);

    // MySQL would round half seconds up, into the future; SQLite's text would keep them. Both are cut instead.
    public static DateTime ToWholeSecond(DateTime time)
    {
        var utc = time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);
        return utc.AddTicks(-(utc.Ticks % TimeSpan.TicksPerSecond));
    }

    /// <summary>Teaches Dapper these forms, once per process; repeating it changes nothing.</summary>
    public static void Register()
    {
        SqlMapper.RemoveTypeMap(typeof(DateTime));
        SqlMapper.RemoveTypeMap(typeof(DateTime?));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset));
        SqlMapper.RemoveTypeMap(typeof(DateTimeOffset?));
        SqlMapper.AddTypeHandler(new DateTimeHandler());
        SqlMapper.AddTypeHandler(new DateTimeOffsetHandler());
    }

    private static DateTime FromStored(object value) => value switch
    {
        DateTime time => DateTime.SpecifyKind(time, DateTimeKind.Utc),
        string text => DateTime.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal),
        _ => throw new DataException($"A date was expected, not a {value.GetType().Name}."),
    };

    private static void Set(IDbDataParameter parameter, DateTime time)
    {
        if (parameter is SqliteParameter)
            parameter.Value = ToText(time);
        else
            parameter.Value = ToWholeSecond(time);
    }

    private sealed class DateTimeHandler : SqlMapper.TypeHandler<DateTime>
    {
        public override DateTime Parse(object value) => FromStored(value);

        public override void SetValue(IDbDataParameter parameter, DateTime value) => Set(parameter, value);
    }

    private sealed class DateTimeOffsetHandler : SqlMapper.TypeHandler<DateTimeOffset>
    {
        public override DateTimeOffset Parse(object value) => new(FromStored(value), TimeSpan.Zero);

        public override void SetValue(IDbDataParameter parameter, DateTimeOffset value) => Set(parameter, value.UtcDateTime);
    }
}

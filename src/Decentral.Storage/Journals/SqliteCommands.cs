using Microsoft.Data.Sqlite;

namespace Decentral.Storage.Journals;

/// <summary>Short forms for statements of the journal.</summary>
internal static class SqliteCommands
{
    /// <summary>A statement with named parameters, compiled once.</summary>
    public static SqliteCommand Prepare(this SqliteConnection connection, string sql, params string[] parameters)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        foreach (var parameter in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = parameter });
        }

        return command;
    }

    /// <summary>Runs statements that answer nothing.</summary>
    public static void Execute(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql);
        command.ExecuteNonQuery();
    }

    /// <summary>The single integer that a query answers.</summary>
    public static long Scalar(this SqliteConnection connection, string sql)
    {
        using var command = connection.Prepare(sql);
        return (long)command.ExecuteScalar()!;
    }

    /// <summary>Runs a prepared statement with these values, in the order of its parameters.</summary>
    public static void Run(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        command.Bind(values);
        command.ExecuteNonQuery();
    }

    /// <summary>Gives a prepared statement its values, in the order of its parameters.</summary>
    public static void Bind(this SqliteCommand command, params ReadOnlySpan<object> values)
    {
        for (var index = 0; index < values.Length; index++)
        {
            command.Parameters[index].Value = values[index];
        }
    }
}
